# A recipe, not tried here: builds the installer for Windows, dist\bplab-VERSION-windows-x86_64.exe.
# Needs Python 3.12 or newer (64-bit), git, and NSIS 3 with makensis on PATH. Run it from the checkout's top folder:
#   powershell -ExecutionPolicy Bypass -File packaging\windows\build.ps1
# To sign program and installer, set BPLAB_CERTIFICATE to the thumbprint of a code-signing certificate.
$ErrorActionPreference = "Stop"
$PSNativeCommandUseErrorActionPreference = $true

$version = (Select-String -Path pyproject.toml -Pattern '^version = "(.+)"').Matches[0].Groups[1].Value
$env:SOURCE_DATE_EPOCH = git log -1 --format=%ct
$env:PYTHONHASHSEED = "0"

function Sign($file) {
    if ($env:BPLAB_CERTIFICATE) { signtool sign /sha1 $env:BPLAB_CERTIFICATE /fd SHA256 $file }
}

py -3 -m venv build\windows
$python = "build\windows\Scripts\python.exe"
& $python -m pip install --constraint packaging\constraints.txt ".[package]"
& $python -m pip uninstall --yes bplab # PyInstaller takes the checkout

git rev-parse HEAD | Out-File -Encoding ascii resources\commit.txt
try {
    & $python packaging\common\app_icon.py build\bplab.ico
    & $python -m PyInstaller --noconfirm --distpath build\frozen --workpath build\pyinstaller packaging\bplab.spec
} finally {
    Remove-Item resources\commit.txt
}
Sign build\frozen\bplab\bplab.exe
& build\frozen\bplab\bplab.exe --selftest

New-Item -ItemType Directory -Force dist | Out-Null
makensis "/DVERSION=$version" packaging\windows\bplab.nsi
Sign "dist\bplab-$version-windows-x86_64.exe"
