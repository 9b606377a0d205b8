; A recipe, not tried here: the installer for Windows. build.ps1 calls makensis with /DVERSION=...
; It installs for one user, without an administrator: program, Start menu, and .bplab files that open by a double click.
Unicode true
!include "MUI2.nsh"

!define ID "org.bplab.BackpropLab"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\${ID}"

Name "Backprop Lab"
OutFile "..\..\dist\bplab-${VERSION}-windows-x86_64.exe"
InstallDir "$LOCALAPPDATA\Programs\Backprop Lab"
InstallDirRegKey HKCU "${UNINSTALL}" "InstallLocation"
RequestExecutionLevel user
SetCompressor /SOLID lzma

!define MUI_ICON "..\..\build\bplab.ico"
!define MUI_UNICON "..\..\build\bplab.ico"
!insertmacro MUI_PAGE_LICENSE "..\..\LICENSE"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_RUN "$INSTDIR\bplab.exe"
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

!macro RemoveProgram
    RMDir /r "$INSTDIR\_internal"
    Delete "$INSTDIR\bplab.exe"
    Delete "$INSTDIR\bplab.ico"
!macroend

Section "Backprop Lab"
    !insertmacro RemoveProgram ; an older version may have files that this one lacks
    SetOutPath "$INSTDIR"
    File /r "..\..\build\frozen\bplab\*"
    File "..\..\build\bplab.ico"
    CreateShortcut "$SMPROGRAMS\Backprop Lab.lnk" "$INSTDIR\bplab.exe" "" "$INSTDIR\bplab.ico"

    WriteRegStr HKCU "Software\Classes\.bplab" "" "${ID}"
    WriteRegStr HKCU "Software\Classes\.bplab" "Content Type" "application/x-bplab+zip"
    WriteRegStr HKCU "Software\Classes\${ID}" "" "Backprop Lab runs"
    WriteRegStr HKCU "Software\Classes\${ID}\DefaultIcon" "" "$INSTDIR\bplab.ico"
    WriteRegStr HKCU "Software\Classes\${ID}\shell\open\command" "" '"$INSTDIR\bplab.exe" "%1"'

    WriteUninstaller "$INSTDIR\uninstall.exe"
    WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "Backprop Lab"
    WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
    WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\bplab.ico"
    WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
    WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
    System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd

Section "Uninstall" ; settings and the user's files stay
    !insertmacro RemoveProgram
    Delete "$INSTDIR\uninstall.exe"
    RMDir "$INSTDIR"
    Delete "$SMPROGRAMS\Backprop Lab.lnk"
    DeleteRegKey HKCU "Software\Classes\.bplab"
    DeleteRegKey HKCU "Software\Classes\${ID}"
    DeleteRegKey HKCU "${UNINSTALL}"
    System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd
