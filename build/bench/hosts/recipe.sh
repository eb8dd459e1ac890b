#!/usr/bin/env bash
# The recipe that Hotpair replaces (a blog post of 2024, in Chinese), as it is written, in one host. Repaired only as far as it must be to run
# at all: the check script has a first line and may be executed, and the interface is asked for.
# usage: recipe.sh NAME VIP
set -euo pipefail
name=$1 vip=$2
DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet --quiet nginx keepalived >/dev/null

cat >/etc/nginx/sites-available/default <<NGINX
server {
    listen 80;
    server_name localhost;
    location / {
        default_type text/html;
        return 200 '<h1>welcome to $name</h1>';
    }
}
NGINX
cat >/etc/keepalived/keepalived.conf <<KEEPALIVED
vrrp_script chk_http_port {
    script "/usr/local/bin/keepalived_check_nginx.sh"
    interval 2
    weight 2
}

vrrp_instance VI_1 {
    state BACKUP
    interface ens33
    virtual_router_id 66
    priority 100
    advert_int 1
    nopreempt
    authentication {
        auth_type PASS
        auth_pass peter
    }
    track_script {
        chk_http_port
    }
    virtual_ipaddress {
        $vip
    }
}
KEEPALIVED
cat >/usr/local/bin/keepalived_check_nginx.sh <<'CHECK'
#!/bin/sh
cmd=`ps -C nginx --no-header |wc -l`
if [ $cmd -eq 0 ];then
    systemctl start nginx
    if [ `ps -C nginx --no-header |wc -l` -eq 0 ];then
        killall keepalived
    fi
fi
CHECK
chmod 0755 /usr/local/bin/keepalived_check_nginx.sh
systemctl restart nginx
systemctl restart keepalived
