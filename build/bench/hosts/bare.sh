#!/usr/bin/env bash
# What somebody writes who needs no wizard: makes one host a node of a pair. May be repeated: then it changes nothing and restarts nothing.
# usage: bare.sh NAME PRIORITY VIP    as root on Debian; started by bare-all.sh
set -euo pipefail
name=$1 priority=$2 vip=$3
# The one that we have come in by.
interface=$(ip -o -4 route get "${SSH_CONNECTION%% *}" | sed -n 's/.* dev \([^ ]*\).*/\1/p')

[[ $(dpkg-query --show --showformat '${db:Status-Status} ' nginx keepalived 2>/dev/null) == 'installed installed ' ]] ||
	DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet --quiet --no-install-recommends nginx keepalived >/dev/null

changed=
# put FILE MODE: what is on standard input, when the file is not that already.
put() {
	local new
	new=$(mktemp)
	cat >"$new"
	if ! cmp --quiet "$new" "$1"; then
		install -D -m "$2" "$new" "$1"
		changed="$changed $1"
	fi
	rm "$new"
}

put /etc/nginx/sites-available/default 0644 <<NGINX
server {
    listen 80 default_server;
    add_header X-Node $name;
    location / {
        default_type text/html;
        return 200 '<h1>welcome to $name</h1>';
    }
}
NGINX
put /usr/local/sbin/check-nginx 0755 <<'CHECK'
#!/bin/bash
{ printf 'GET / HTTP/1.0\r\n\r\n' >&3 && read -r -t 1 -u 3 answer; } 3<>/dev/tcp/127.0.0.1/80 && [[ $answer == *' 200 '* ]]
CHECK
put /etc/keepalived/keepalived.conf 0644 <<KEEPALIVED
global_defs {
    script_user root
    enable_script_security
}
vrrp_script nginx {
    script /usr/local/sbin/check-nginx
    interval 1
    timeout 2
    fall 2
    rise 1
}
vrrp_instance pair {
    state BACKUP
    nopreempt
    interface $interface
    virtual_router_id 66
    priority $priority
    advert_int 1
    track_script {
        nginx
    }
    virtual_ipaddress {
        $vip/24
    }
}
KEEPALIVED

[[ $changed != *nginx/* ]] || { nginx -t -q && systemctl reload-or-restart nginx; }
[[ $changed != *keepalived/* ]] || systemctl restart keepalived
{ systemctl is-active --quiet nginx && systemctl is-active --quiet keepalived; } || systemctl start nginx keepalived
