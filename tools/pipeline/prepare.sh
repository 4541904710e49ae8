#!/usr/bin/env bash
# The emulators that the tests run on, from Google's packages, put where each later step of the
# pipeline finds them: prepare.sh FOLDER [SYSTEM]. Java comes with the requirements.
set -euo pipefail
folder=$1
system=${2:-}
packages=https://packages.cloud.google.com/apt
keyring=$system/usr/share/keyrings/cloud.google.gpg
sdk=$system/usr/lib/google-cloud-sdk/platform

curl -fsS "$packages/doc/apt-key.gpg" | gpg --dearmor --yes -o "$keyring"
echo "deb [signed-by=$keyring] $packages cloud-sdk main" > "$system/etc/apt/sources.list.d/google-cloud-sdk.list"
apt-get update -qq
apt-get install -y -qq google-cloud-cli-firestore-emulator google-cloud-cli-pubsub-emulator

# As the firebase tools would have put them: see tools/local/downloads.py.
mkdir -p "$folder/pubsub-emulator-packaged/lib"
cp "$sdk/cloud-firestore-emulator/cloud-firestore-emulator.jar" "$folder/cloud-firestore-emulator-packaged.jar"
cp "$sdk"/pubsub-emulator/lib/cloud-pubsub-emulator-*-all.jar "$folder/pubsub-emulator-packaged/lib/"
