#!/bin/sh
# apt_install.sh NAME...: Debian packages, with fresh lists where the ones here do not do.
export DEBIAN_FRONTEND=noninteractive
install() { apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "$@"; }
install "$@" || { apt-get update && install "$@"; }
