#!/bin/sh
# Installs Backprop Lab @VERSION@ for this user, or as root for all users. Needs sh, tar, gzip and nothing else.
set -eu

usage() {
    cat <<END
Installs Backprop Lab @VERSION@.

  sh $(basename "$0") [--prefix FOLDER]               installs (default: $prefix)
  sh $(basename "$0") --uninstall [--prefix FOLDER]   removes it; settings and your files stay
  sh $(basename "$0") --check                         tells whether this file arrived whole
END
}

payload() { tail -n +"$(($(grep -an '^exit # the archive follows$' "$self" | head -n 1 | cut -d: -f1) + 1))" "$self"; }

check() {
    if [ "$(payload | sha256sum | cut -d' ' -f1)" != "@SUM@" ]; then
        echo "This file did not arrive whole: get it again." >&2
        exit 1
    fi
}

uninstall() {
    if [ ! -x "$prefix/lib/bplab/uninstall" ]; then
        echo "No Backprop Lab is installed in $prefix." >&2
        return 1
    fi
    "$prefix/lib/bplab/uninstall"
}

# The files, and those of the folders that are not there yet: uninstalling removes no others.
new() {
    [ -d "$prefix" ] || echo "./"
    while IFS= read -r name; do
        case $name in
            */) [ -d "$prefix/$name" ] || echo "$name" ;;
            *) echo "$name" ;;
        esac
    done
}

install() {
    check
    [ ! -x "$prefix/lib/bplab/uninstall" ] || uninstall >/dev/null
    list=$(payload | gzip -dc | tar -tf - | new)
    mkdir -p "$prefix"
    payload | gzip -dc | tar -xf - -C "$prefix" --no-same-owner
    echo "$list" >"$prefix/lib/bplab/files.txt"
    for file in "$prefix/share/applications/org.bplab.BackpropLab.desktop" "$prefix"/share/thumbnailers/*bplab*; do
        [ ! -f "$file" ] || sed -i "s|^Exec=bplab|Exec=\"$prefix/bin/bplab\"|; s|^TryExec=bplab|TryExec=$prefix/bin/bplab|" "$file"
    done
    PREFIX="$prefix" "$prefix/lib/bplab/refresh"
    echo "Backprop Lab @VERSION@ is installed. Start it from the menu, or with $prefix/bin/bplab"
    echo "Remove it with $prefix/lib/bplab/uninstall"
}

self=$0
[ "$(id -u)" = 0 ] && prefix=/usr/local || prefix=${HOME:?}/.local
action=install
while [ $# -gt 0 ]; do
    case $1 in
        --prefix) prefix=${2:?--prefix needs a folder}; shift ;;
        --prefix=*) prefix=${1#*=} ;;
        --uninstall) action=uninstall ;;
        --check) action=check ;;
        -h | --help) action=usage ;;
        *) usage >&2; exit 2 ;;
    esac
    shift
done
case $prefix in
    /*) ;;
    *) prefix=$PWD/$prefix ;;
esac
$action
exit # the archive follows
