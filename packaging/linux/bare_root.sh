# Sourced by test_install.sh: the bare root file system, the layers above it, the virtual screen, and what is tried in all.
layers=$(mktemp -d) settings="/home/student/.config/Backprop Lab/bplab.conf"

root=$layers/root

note() { printf '%4d s  %s\n' "$SECONDS" "$*"; }
run_as() { # AS WHAT PROGRAM...: shows the last line of what it says
    local said
    said=$("$1" "${@:3}") || { printf 'FAILED: %s\n%s\n' "$2" "$said" >&2; exit 1; }
    said=$(echo "$said" | tail -1)
    note "$2: ${said#selftest: }"
}
expect() { # WHAT FOUND WANTED
    [ "$2" = "$3" ] || { printf 'FAILED: %s\nfound:  %s\nwanted: %s\n' "$1" "$2" "$3" >&2; exit 1; }
    note "$1"
}

need() { # PROGRAM PACKAGE
    command -v "$1" >/dev/null && return
    apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "$2" >/dev/null
}

make_pristine() {
    local pair mirror
    for pair in debootstrap:debootstrap Xvfb:xvfb openbox:openbox xdotool:xdotool import:imagemagick rpm:rpm \
        mkfs.vfat:dosfstools mcopy:mtools; do
        need "${pair%:*}" "${pair#*:}"
    done
    [ -e "$pristine/.ready" ] && return
    mirror=$(grep -rhoE '^(URIs:|deb) +[^ ]+/debian/?( |$)' /etc/apt/sources.list /etc/apt/sources.list.d 2>/dev/null |
        awk '{print $2}' | head -1 || true)
    rm -rf "$pristine"
    mkdir -p "$(dirname "$pristine")"
    debootstrap --variant=minbase bookworm "$pristine" "$mirror" >"$pristine.log" 2>&1 || { tail -3 "$pristine.log"; exit 1; }
    chroot "$pristine" useradd --create-home --uid 1000 student
    chroot "$pristine" apt-get -qq update
    touch "$pristine/.ready"
    note "a bare Debian 12 is made"
}

begin_layer() {
    mount -t tmpfs tmpfs "$layers"
    mkdir "$layers/upper" "$layers/work" "$root"
    mount -t overlay overlay -o "lowerdir=$pristine,upperdir=$layers/upper,workdir=$layers/work" "$root"
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev"
    mkdir -p "$root/tmp/.X11-unix"
    mount --bind "$sockets" "$root/tmp/.X11-unix"
}

end_layer() {
    umount -R "$root"
    umount "$layers"
}

in_root() {
    chroot "$root" env -i HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 \
        DEBIAN_FRONTEND=noninteractive DISPLAY="$display" QT_QPA_PLATFORM=xcb XDG_RUNTIME_DIR=/tmp "$@" 2>&1
}
user() { in_root setpriv --reuid=1000 --regid=1000 --clear-groups env HOME=/home/student "$@"; }
apt_get() { in_root apt-get -qq -y --no-install-recommends -o Dpkg::Use-Pty=0 "$@" >/dev/null; }

into_root() { # FILE: copies it, and prints its name from the root's top folder
    cp "$1" "$root/opt/$(basename "$1")"
    echo "opt/$(basename "$1")"
}

older() { # DEB: makes the same package of a lower version, with one file that the newer one lacks
    local room
    room=$(mktemp -d)
    dpkg-deb -R "$1" "$room/old"
    sed -i 's/^Version: .*/Version: 0.0.1/' "$room/old/DEBIAN/control"
    echo "no longer needed" >"$room/old/usr/lib/bplab/only-in-the-older.txt"
    dpkg-deb -Zgzip -z1 -b "$room/old" "$room/bplab_0.0.1_amd64.deb" >/dev/null
    echo "$room/bplab_0.0.1_amd64.deb"
}

# All files but those by which apt and dpkg keep their books, and what the trial itself put there.
list() {
    find "$1" -xdev \( -path "$root/proc" -o -path "$root/dev" -o -path "$root/tmp" -o -path "$root/home" \
        -o -path "$root/root" -o -path "$root/opt" -o -path "$root/mnt" -o -path "$root/var/log" \
        -o -path "$root/var/cache" -o -path "$root/var/lib/dpkg" -o -path "$root/var/lib/apt" \) -prune -o -print | sort
}

keep_a_setting() { # as the window writes it
    user mkdir -p "$(dirname "$settings")"
    user sh -c "printf '[General]\ntheme=dark\n' >'$settings'"
}

start_screen() { # a screen with a window manager, of this machine; the root gets its socket alone
    sockets=/tmp/.X11-unix
    mkdir -p "$sockets"
    mkfifo "$layers.display"
    Xvfb -displayfd 8 -ac -screen 0 1440x900x24 -nolisten tcp 8>"$layers.display" 2>/dev/null &
    local server=$!
    read -r number <"$layers.display"
    rm "$layers.display"
    display=:$number
    DISPLAY=$display openbox >/dev/null 2>&1 &
    trap "kill $! $server 2>/dev/null; rmdir $layers 2>/dev/null || true" EXIT
}

try_commands() { # PROGRAM [AS]
    local as=${2:-user}
    rm -f "$root/home/student/run.bplab"
    run_as "$as" version "$1" --version
    run_as "$as" "two seeds in a child process" "$1" seeds circle --count 2 --epochs 2
    run_as "$as" "a preset is trained" "$1" train circle --epochs 20 --out /home/student/run.bplab
    expect "and saved" "$([ -s "$root/home/student/run.bplab" ] && echo yes)" yes
}

try_window() { # NAME PROGRAM
    (user "$2" || true) >/dev/null 2>&1 & # photograph ends it
    photograph "$1" "Backprop Lab"
}

try_opening_by_type() { # NAME: as a double click does; gio starts the program, and does not wait for it
    local kind
    kind=$(user gio info -a standard::content-type /home/student/run.bplab | sed -n 's/.*content-type: //p')
    expect "the type of a file is known" "$kind" application/x-bplab+zip
    user gio open /home/student/run.bplab >/dev/null
    photograph "$1-file" "run.bplab"
}

photograph() { # NAME TITLE: waits until a window has this in its title and something in it, then ends its program
    local window='' process deadline=$((SECONDS + 60))
    until [ -n "$window" ] || [ $SECONDS -gt $deadline ]; do # a search ends when a window goes away meanwhile
        window=$(DISPLAY=$display xdotool search --onlyvisible --name "$2" 2>/dev/null | tail -1 || true)
    done
    [ -n "$window" ] || { echo "FAILED: no window called $2 appeared" >&2; exit 1; }
    local seen='' before=none
    until [ "$seen" = "$before" ] && [ "$(identify -format %k "$pictures/$1.png")" -gt 500 ]; do
        before=$seen
        sleep 1 # when a second changes nothing, all views are painted
        DISPLAY=$display import -window root "$pictures/$1.png"
        seen=$(identify -format '%#' "$pictures/$1.png")
    done
    note "window: $(DISPLAY=$display xdotool getwindowname "$window")"
    process=$(DISPLAY=$display xdotool getwindowpid "$window")
    kill "$process"
    while kill -0 "$process" 2>/dev/null; do sleep 0.2; done
}

put_on_stick() { # FOLDER PLACE: through a new vfat file system to a place in the root, where it stays mounted if it can
    mkfs.vfat -F 32 -C "$layers/stick" 400000 >/dev/null
    if grep -q vfat /proc/filesystems; then
        mount -o loop "$layers/stick" "$2"
        cp -r "$1" "$2"
    else
        mcopy -s -i "$layers/stick" "$1" ::
        mcopy -s -n -i "$layers/stick" "::$(basename "$1")" "$2"
        chmod -R 755 "$2/$(basename "$1")" # as vfat shows all files
        note "this kernel has no vfat: the folder went into a vfat image and came out again with mtools"
    fi
}

take_stick_away() {
    ! mountpoint -q "$1" || umount "$1"
    rm -rf "$layers/stick" "${1:?}"/*
}
