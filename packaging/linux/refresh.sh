#!/bin/sh
# Tells the desktop that menu entry, file type and icons came or went, where it has the tools for that; PREFIX: /usr.
share="${PREFIX:-/usr}/share"
if [ -d "$share/mime/packages" ] && command -v update-mime-database >/dev/null; then update-mime-database "$share/mime" 2>/dev/null || true; fi
if [ -d "$share/applications" ] && command -v update-desktop-database >/dev/null; then update-desktop-database -q "$share/applications" 2>/dev/null || true; fi
if [ -d "$share/icons/hicolor" ] && command -v gtk-update-icon-cache >/dev/null; then gtk-update-icon-cache -q -t -f "$share/icons/hicolor" 2>/dev/null || true; fi
exit 0
