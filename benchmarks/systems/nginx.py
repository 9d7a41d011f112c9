"""nginx with one worker, which only hands bytes on: the limit."""

import os
import shutil
from pathlib import Path

import processes
from http_client import Address
from processes import Process, accepts, free_port, wait_for
from systems.system import Missing, System

CONFIGURATION = """
daemon off; worker_processes 1; worker_rlimit_nofile {descriptors}; pid {folder}/nginx.pid; {user}
error_log {folder}/nginx-error.log;
events {{ worker_connections {connections}; }}
http {{
    access_log off; tcp_nodelay on; keepalive_requests 1000000000; keepalive_timeout 1h;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    upstream stub {{ server {upstream}; keepalive 256; keepalive_requests 1000000000; keepalive_timeout 1h; }}
    server {{
        listen 127.0.0.1:{port} backlog=65535;
        client_max_body_size 100m; client_body_buffer_size 64k;
        location / {{
            proxy_pass http://stub; proxy_http_version 1.1; proxy_set_header Connection "";
            proxy_buffering off; proxy_buffer_size 64k; proxy_buffers 4 64k;
            proxy_request_buffering off; proxy_read_timeout 1h;
        }}
    }}
}}
"""


class Nginx(System):
    name = "nginx"

    def __init__(self, folder: Path, upstream: Address, descriptors: int) -> None:
        program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
        if not program:
            raise Missing("apt-get install nginx-light")
        port = free_port()
        configuration = folder / "nginx.conf"
        configuration.write_text(
            CONFIGURATION.format(
                folder=folder,
                port=port,
                descriptors=descriptors,
                # It closes waiting connections when fifteen sixteenths are in use.
                connections=2 * descriptors,
                upstream=f"unix:{upstream[0]}" if "/" in upstream[0] else f"{upstream[0]}:{upstream[1]}",
                user="user root;" if os.geteuid() == 0 else "",
            )
        )
        process = Process([program, "-p", folder, "-c", configuration], folder / "nginx.log")
        super().__init__(process, ("127.0.0.1", port), upstream)
        wait_for(lambda: accepts(self.address) and self.own_processes, process)

    @property
    def own_processes(self) -> list[int]:
        """The worker; the master only waits."""
        return processes.children(self.process.pid)
