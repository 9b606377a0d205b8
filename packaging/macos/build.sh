#!/usr/bin/env bash
# A recipe, not tried here: builds dist/bplab-VERSION-macos-ARCH.dmg. Needs macOS 12 or newer, Xcode's command-line
# tools and Python 3.12 or newer. Run it from the checkout's top folder: packaging/macos/build.sh
# To sign and notarize, set BPLAB_IDENTITY ("Developer ID Application: ...") and BPLAB_NOTARY, the name of a profile
# stored with `xcrun notarytool store-credentials`. Unsigned, the program opens by Control-click > Open.
set -euo pipefail
version=$(sed -n 's/^version = "\(.*\)"/\1/p' pyproject.toml)
dmg=dist/bplab-$version-macos-$(uname -m).dmg
app="build/frozen/Backprop Lab.app"
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH PYTHONHASHSEED=0

python3 -m venv build/macos
build/macos/bin/pip install --constraint packaging/constraints.txt ".[package]"
build/macos/bin/pip uninstall --yes bplab # PyInstaller takes the checkout
git rev-parse HEAD >resources/commit.txt
trap 'rm -f resources/commit.txt' EXIT
build/macos/bin/python packaging/common/app_icon.py build/bplab.icns
build/macos/bin/python -m PyInstaller --noconfirm --distpath build/frozen --workpath build/pyinstaller packaging/bplab.spec

if [ -n "${BPLAB_IDENTITY:-}" ]; then
    codesign --force --deep --timestamp --options runtime --entitlements packaging/macos/entitlements.plist \
        --sign "$BPLAB_IDENTITY" "$app"
fi
"$app/Contents/MacOS/bplab" --selftest

mkdir -p dist build/dmg
rm -rf build/dmg/* "$dmg"
cp -R "$app" build/dmg/
ln -s /Applications build/dmg/Applications
hdiutil create -volname "Backprop Lab" -srcfolder build/dmg -format UDZO "$dmg"
if [ -n "${BPLAB_NOTARY:-}" ]; then
    xcrun notarytool submit "$dmg" --keychain-profile "$BPLAB_NOTARY" --wait
    xcrun stapler staple "$dmg"
fi
