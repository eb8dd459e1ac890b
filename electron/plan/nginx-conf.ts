import type { NginxContent } from '../domain/pair'

/** Path of the health check on the node's own loopback address. */
const healthPath = '/hotpair-health'

/**
 * A small server of our own, in every content mode: it says that nginx works, and asks no upstream, or all nodes would fail together.
 */
export const healthServer = (port: number): string => `# Written by Hotpair: what keepalived asks to know whether nginx is healthy.
server {
    listen 127.0.0.1:${String(port)};
    server_name localhost;
    access_log off;
    allow 127.0.0.1;
    deny all;
    location = ${healthPath} {
        default_type text/plain;
        return 200 'healthy\\n';
    }
    location / {
        return 404;
    }
}
`

const header = (node: string) => `    add_header X-Hotpair-Node '${node}' always;`

/** The seed's page: it names the node. */
const welcome = (node: string): string => `# Written by Hotpair: a page that names the node.
server {
    listen 80 default_server;
    server_name _;
${header(node)}
    location / {
        default_type text/html;
        return 200 '<h1>welcome to ${node}</h1>\\n';
    }
}
`

const proxy = (node: string, upstreams: readonly string[]): string => `# Written by Hotpair: a reverse proxy to your upstreams.
upstream hotpair {
${upstreams.map((upstream) => `    server ${upstream};`).join('\n')}
}
server {
    listen 80 default_server;
    server_name _;
${header(node)}
    location / {
        proxy_pass http://hotpair;
        proxy_http_version 1.1;
        proxy_set_header Connection '';
        proxy_set_header Host $host;
        proxy_set_header X-Real-IP $remote_addr;
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        proxy_set_header X-Forwarded-Proto $scheme;
        proxy_connect_timeout 5s;
    }
}
`

/** The site of a node, or null where nginx's own configuration is kept. */
export function nginxSite(node: string, content: NginxContent): string | null {
  switch (content.content) {
    case 'welcome':
      return welcome(node)
    case 'proxy':
      return proxy(node, content.upstreams)
    case 'keep':
      return null
  }
}
