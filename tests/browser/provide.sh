#!/bin/sh
# Debian's Chromium and a Chinese font for the tests of pages, where they are missing and may be
# installed. Never fails: tests that find no browser are skipped by name.
missing=''
command -v chromium >/dev/null 2>&1 || missing='chromium'
fc-list :lang=zh-cn 2>/dev/null | grep -q . || missing="$missing fonts-noto-cjk fontconfig"
[ -n "$missing" ] || exit 0

as_root=''
if [ "$(id -u)" -ne 0 ]; then
	as_root='sudo --non-interactive'
fi
if ! command -v apt-get >/dev/null 2>&1 || ! $as_root true 2>/dev/null; then
	echo "Missing for the tests of pages, which will be skipped: $missing" >&2
	exit 0
fi
echo "Installing for the tests of pages: $missing ..."
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086 # several words are meant
$as_root apt-get update -qq && $as_root apt-get install --yes -qq --no-install-recommends $missing \
	>/dev/null || echo "They could not be installed; the tests of pages will be skipped." >&2
