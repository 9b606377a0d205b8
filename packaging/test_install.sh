#!/usr/bin/env bash
# test_install.sh [FOLDER]
# Proves the artifacts in dist/ on a bare Debian 12, in which there is no Python: installs, starts, opens a file by its
# type, upgrades, removes, and looks for what is left behind. FOLDER (default: build/bare) keeps the bare root file
# system, which is made once (debootstrap, a minute); the trial sees a fresh layer above it. Pictures of the windows
# go to build/pictures. Needs root; as root on Debian it installs the tools that it needs itself.
#   python3 packaging/run.py package && packaging/test_install.sh
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
project=$(dirname "$here")
[ "$(id -u)" = 0 ] || { echo "test_install.sh makes root file systems: run it as root." >&2; exit 2; }
if [ "${BPLAB_MOUNTED:-}" != yes ]; then # mounts end with this process
    BPLAB_MOUNTED=yes exec unshare --mount --propagation private "$0" "$@"
fi
pristine=$(realpath -m "${1:-$project/build/bare}")
. "$here/linux/bare_root.sh"

deb=$(ls "$project"/dist/*.deb) rpm=$(ls "$project"/dist/*.rpm)
run=$(ls "$project"/dist/*.run) portable=$(ls "$project"/dist/*.tar.xz)
pictures=$project/build/pictures
mkdir -p "$pictures"

try_deb() {
    apt_get install "./$(into_root "$(older "$deb")")"
    run_as user selftest bplab --selftest
    keep_a_setting
    apt_get install "./$(into_root "$deb")"
    expect "upgraded" "$(in_root dpkg-query -Wf '${Version}' bplab)" "$(dpkg-deb -f "$deb" Version)"
    expect "nothing of the older version" "$(in_root ls /usr/lib/bplab | grep -c only-in-the-older || true)" 0
    run_as user selftest bplab --selftest
    expect "the setting outlived the upgrade" "$(user cat "$settings" | grep -c '^theme=dark')" 1
    try_commands bplab
    try_window deb bplab
    try_opening_by_type deb
    apt_get purge bplab
}

try_run() {
    cp "$run" "$root/home/student/bplab.run"
    in_root sh /home/student/bplab.run >/dev/null
    run_as user selftest /usr/local/bin/bplab --selftest
    keep_a_setting
    in_root sh /home/student/bplab.run >/dev/null # an upgrade
    expect "the setting outlived the upgrade" "$(user cat "$settings" | grep -c '^theme=dark')" 1
    try_commands /usr/local/bin/bplab
    try_opening_by_type run
    in_root sh /home/student/bplab.run --uninstall >/dev/null
    user sh /home/student/bplab.run --prefix "/home/student/my programs" >/dev/null # a folder of one's own, not root's
    run_as user "selftest in a folder of one's own" "/home/student/my programs/bin/bplab" --selftest
    user "/home/student/my programs/lib/bplab/uninstall" >/dev/null
    rm "$root/home/student/bplab.run"
}

try_portable() {
    local stick=$root/mnt name before
    name=$(basename "$portable" .tar.xz)
    tar -xJf "$portable" -C "$layers" --no-same-owner
    put_on_stick "$layers/$name" "$stick"
    expect "vfat holds all names and bytes" "$(diff -r "$layers/$name" "$stick/$name" && find "$stick" -type l)" ""
    before=$(list "$stick")
    run_as in_root "selftest from vfat" env HOME=/home/student "/mnt/$name/bplab" --selftest
    expect "nothing is written beside the program" "$(list "$stick")" "$before"
    run_as in_root "selftest with --portable" env HOME=/home/nobody "/mnt/$name/bplab-portable" --selftest
    expect "settings stay on the stick" "$(find "$stick/$name/bplab-data" -name settings.ini | wc -l)" 1
    expect "none in the home folder" "$(ls -A "$root/home/nobody" 2>/dev/null | wc -l)" 0
    try_commands "/mnt/$name/bplab" in_root
    take_stick_away "$stick"
}

try_rpm() { # no root file system of an RPM distribution can be had from Debian's archive: rpm installs into Debian's
    local known library absent=
    known=$(in_root ldconfig -p)
    for library in $(rpm -qp --requires "$rpm" | sed -n 's/^\(lib[^(]*\)().*/\1/p'); do
        case $known in *"$library "*) ;; *) absent="$absent $library" ;; esac
    done
    expect "the libraries that the .rpm requires are all there" "$absent" ""
    touch "$layers/before"
    rpm --root "$root" --dbpath /var/lib/rpm-trial --nodeps --ignoreos -i "$rpm" 2>/dev/null
    run_as user selftest bplab --selftest
    try_commands bplab
    rpm --root "$root" --dbpath /var/lib/rpm-trial -e bplab
    rm -rf "$root/var/lib/rpm-trial"
    # shared folders, such as those of icons, belong to other packages there, and are nobody's here
    find "$root/usr" -depth -type d -empty -newer "$layers/before" -delete
}

main() {
    make_pristine
    start_screen
    begin_layer
    expect "no Python is in the root" "$(in_root sh -c 'command -v python3 || echo none')" none
    apt_get install shared-mime-info desktop-file-utils libglib2.0-bin # what a desktop has
    in_root apt-get -qq satisfy -y --no-install-recommends "$(dpkg-deb -f "$deb" Depends)" >/dev/null
    note "its libraries are installed"
    local before
    before=$(list "$root")
    for kind in deb run portable rpm; do # in one root: each leaves it as it was
        "try_$kind"
        expect "$kind: no file is left behind" "$(diff <(echo "$before") <(list "$root") || true)" ""
    done
    expect "still no Python is in the root" "$(in_root sh -c 'command -v python3 || echo none')" none
    end_layer
    note "all well; pictures are in $pictures"
}

main
