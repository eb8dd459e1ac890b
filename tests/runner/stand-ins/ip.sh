#!/bin/sh
# ip -o -4 addr show dev NAME: what the host has
case $* in
*addr*) cat /var/lib/stand-in/addresses ;;
esac
