#!/bin/sh
# What the check script is run by: healthy when an nginx runs, the unit or the trial's.
[ -e /run/trial ] || [ -e /run/units/nginx.service ]
