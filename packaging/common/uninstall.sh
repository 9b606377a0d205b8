#!/bin/sh
# Removes what the self-extracting file installed, and nothing else: settings and your files stay.
set -eu

# What the desktop's tools made of our files goes with them, unless they also made it of other programs' files.
remove_caches() {
    [ -n "$(ls -A "$share/mime/packages" 2>/dev/null)" ] || rm -rf "$share/mime"
    ls "$share"/applications/*.desktop >/dev/null 2>&1 || rm -f "$share/applications/mimeinfo.cache"
    find "$share/icons/hicolor" -name "*.*g" 2>/dev/null | grep -q . || rm -f "$share/icons/hicolor/icon-theme.cache"
}

main() {
    prefix=$(cd "$(dirname "$0")/../.." && pwd)
    share=$prefix/share
    list=$(sort -r "$prefix/lib/bplab/files.txt")
    refresh=$(cat "$prefix/lib/bplab/refresh")
    rm -f "$prefix/lib/bplab/files.txt"
    echo "$list" | while IFS= read -r name; do
        case $name in
            */) ;;
            *) rm -f "$prefix/$name" ;;
        esac
    done
    PREFIX=$prefix sh -c "$refresh"
    remove_caches
    echo "$list" | while IFS= read -r name; do
        case $name in
            */) rmdir "$prefix/${name#./}" 2>/dev/null || true ;; # unless other programs use it too
        esac
    done
    echo "Backprop Lab is removed from $prefix."
}

main
exit
