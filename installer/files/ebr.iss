; The installer for Windows, for Inno Setup 6. It is kept in step with the rest by a test (tests/installer), and was
; NOT RUN: this project is built and tried on Debian. `python -m installer build` on Windows makes the program in dist\ebr
; and leaves this script with its version as dist\ebr.iss: compile that one.
#define Version "@VERSION@"

[Setup]
AppId={{5B9E6D0C-6A53-4E0B-9F0B-4D0B1B6E7A31}
AppName=EBR
AppVersion={#Version}
AppVerName=EBR {#Version}
DefaultDirName={autopf}\EBR
DefaultGroupName=EBR
DisableProgramGroupPage=yes
LicenseFile=..\LICENSE
OutputDir=..\dist
OutputBaseFilename=ebr-{#Version}-setup
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
Compression=lzma2
SolidCompression=yes
CloseApplications=yes
PrivilegesRequired=admin

[Files]
Source: "..\dist\ebr\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[Icons]
Name: "{group}\EBR"; Filename: "{app}\ebr.exe"
Name: "{commonstartup}\EBR"; Filename: "{app}\ebr.exe"; Parameters: "open ""{commonappdata}\ebr\station"" --full-screen"; Tasks: kiosk

[Tasks]
Name: kiosk; Description: "Start on the whole screen with Windows"; Flags: unchecked

[Run]
Filename: "{app}\ebr.exe"; Parameters: "self-test"; Flags: runhidden; StatusMsg: "Trying the installation ..."

; {commonappdata}\ebr holds the records. Nothing here removes it: batch records must be kept for years.
