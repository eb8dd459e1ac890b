#!/bin/sh
# Only there to be there: a package brings it.
exit 7
