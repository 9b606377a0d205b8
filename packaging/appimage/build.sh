#!/usr/bin/env bash
# A recipe, not tried here: makes dist/bplab-VERSION-x86_64.AppImage of the .deb in dist/. Needs appimagetool on PATH.
#   python3 packaging/run.py package && packaging/appimage/build.sh
# The host still provides what the .deb depends on: GL, X11 or Wayland, fontconfig, glib.
set -euo pipefail
cd "$(dirname "$0")/../.."
deb=$(ls dist/bplab_*_amd64.deb)
version=$(dpkg-deb -f "$deb" Version)
dir=build/AppDir
rm -rf "$dir"
dpkg-deb -x "$deb" "$dir"
ln -s usr/bin/bplab "$dir/AppRun"
cp "$dir/usr/share/applications/org.bplab.BackpropLab.desktop" "$dir/"
cp "$dir/usr/share/icons/hicolor/256x256/apps/org.bplab.BackpropLab.png" "$dir/"
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct) ARCH=x86_64 appimagetool "$dir" "dist/bplab-$version-x86_64.AppImage"
