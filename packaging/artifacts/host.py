"""The packages of Debian and Ubuntu that contain the host's libraries: a bundle's needs become Depends."""

SYSTEM = {"ld-linux-x86-64.so.2", "libc.so.6", "libdl.so.2", "libm.so.6", "libpthread.so.0", "libresolv.so.2"}
GLIB = "libglib2.0-0t64 | libglib2.0-0"  # Debian 13 and Ubuntu 24.04 renamed it

PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libbrotlicommon.so.1": "libbrotli1",
    "libbrotlidec.so.1": "libbrotli1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libgcc_s.so.1": "libgcc-s1",
    "libglib-2.0.so.0": GLIB,
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libgthread-2.0.so.0": GLIB,
    "libstdc++.so.6": "libstdc++6",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}


def for_deb(libraries: set[str], glibc: str) -> list[str]:
    """What a Debian package depends on.

    Raises: RuntimeError for a library whose package is not known: it would be missing somewhere.
    """
    unknown = libraries - SYSTEM - PACKAGES.keys()
    if unknown:
        raise RuntimeError(
            f"Add the Debian packages of these to artifacts/host.py: {', '.join(sorted(unknown))}"
        )
    return sorted({f"libc6 (>= {glibc})", *(PACKAGES[name] for name in libraries - SYSTEM)})


def for_rpm(libraries: set[str], glibc: str) -> list[str]:
    """What an RPM requires: libraries by their own names, which all distributions share."""
    return sorted({f"libc.so.6(GLIBC_{glibc})(64bit)", *(f"{name}()(64bit)" for name in libraries - SYSTEM)})
