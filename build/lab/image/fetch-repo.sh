#!/usr/bin/env bash
# Fills a flat apt repository with the packages that lab hosts may install, resolved against the root itself, so that
# `apt-get install` works inside without a network, with and without recommended packages. Runs as a hook of mmdebstrap,
# whose MMDEBSTRAP_APT_CONFIG points apt at the root.
# usage: fetch-repo.sh REPO PACKAGES…
set -euo pipefail
repo=$1
shift

mkdir -p "$repo/partial"
# One at a time: some of them exclude each other.
for package in "$@"; do
	for recommends in true false; do
		APT_CONFIG=$MMDEBSTRAP_APT_CONFIG apt-get install --yes --quiet --quiet --download-only \
			-o "Dir::Cache::archives=$repo" -o "APT::Install-Recommends=$recommends" "$package"
	done
done
rm -rf "$repo/partial" "$repo/lock"

(
	cd "$repo"
	apt-ftparchive packages . >Packages
	apt-ftparchive release . >Release
)
chmod -R a+rX "$repo"
