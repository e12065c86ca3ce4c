#!/usr/bin/env python3
"""Measures a real edge beside nginx and haproxy. What the edge and the control plane cost by themselves is told by tests/bench/run.

One machine, one run, the same backend and the same client for all. The proxy that is measured has CPU 0 for itself, backend and
client share CPU 1. Figures: requests a second, CPU microseconds (user and system) of the proxy's processes per request, resident
memory. Rounds alternate between the proxies, and the median of the rounds is told; ratios are to nginx. Figures move by 10 to 20 %
between runs: quote ratios of one run.

Needs: Linux with two CPUs, the .NET SDK, python3, taskset, openssl; nginx, haproxy, wrk and h2load (Debian: nginx haproxy wrk
nghttp2-client). Ports of 127.0.0.1 are chosen where they are free. Nothing else should run meanwhile.

  tests/bench/proxies.py                               everything, about three minutes
  tests/bench/proxies.py --work h1,h2 --rounds 5       only some work
  tests/bench/proxies.py --profile-for 20              keeps the edge under load, prints its process id: for dotnet-trace or perf
"""
import argparse, json, os, re, signal, socket, statistics, subprocess, sys, tempfile, time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
TICKS = os.sysconf("SC_CLK_TCK")
WORK = {
    "h1": "HTTP/1.1, small answer",
    "tls": "HTTP/1.1 over TLS, small answer",
    "h2": "HTTP/2 over TLS, small answer",
    "100k": "HTTP/1.1, 100 KB answer",
}
PROGRAMS = {
    "frontdesk": "controlplane/FrontDesk.Cli",
    "frontdesk-controlplane": "controlplane/FrontDesk.ControlPlane",
    "frontdesk-edge": "dataplane/FrontDesk.Edge",
}


def run(*command, **options):
    done = subprocess.run(command, capture_output=True, text=True, **options)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def wait_for(what, ask, seconds=120):
    end = time.monotonic() + seconds
    while not ask():
        if time.monotonic() > end:
            raise SystemExit(f"waited {seconds} s for {what}, in vain")
        time.sleep(0.1)


def listens(port):
    with socket.socket() as s:
        return s.connect_ex(("127.0.0.1", port)) == 0


def family(pid):
    found = [pid]
    try:
        for thread in os.listdir(f"/proc/{pid}/task"):
            for child in open(f"/proc/{pid}/task/{thread}/children").read().split():
                found += family(int(child))
    except FileNotFoundError:
        pass
    return set(found)


def cpu_seconds(pid):
    total = 0
    for p in family(pid):
        try:
            fields = open(f"/proc/{p}/stat").read().rsplit(")", 1)[1].split()
            total += int(fields[11]) + int(fields[12])
        except FileNotFoundError:
            pass
    return total / TICKS


def resident_mib(pid):
    total = 0
    for p in family(pid):
        try:
            total += int(re.search(r"VmRSS:\s+(\d+)", open(f"/proc/{p}/status").read()).group(1))
        except (FileNotFoundError, AttributeError):
            pass
    return total / 1024


class Bench:
    """The processes of a run, in a folder that goes with it."""

    def __init__(self, folder):
        self.folder = folder
        self.started = []

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, text):
        with open(self.path(name), "w") as file:
            file.write(text)
        return self.path(name)

    def start(self, *command, log, cpu, env=None):
        out = subprocess.DEVNULL if log is None else open(self.path(log), "w")
        process = subprocess.Popen(["taskset", "-c", str(cpu), *command], stdout=out, stderr=subprocess.STDOUT, env={**os.environ, **(env or {})})
        self.started.append(process)
        return process.pid

    def stop(self):
        for process in reversed(self.started):
            process.send_signal(signal.SIGTERM)
        for process in reversed(self.started):
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()

    def certificate(self):
        run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", self.path("key.pem"), "-out", self.path("cert.pem"),
            "-days", "30", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost")
        self.write("both.pem", open(self.path("key.pem")).read() + open(self.path("cert.pem")).read())

    def backend(self):
        port = free_port()
        os.makedirs(self.path("www"))
        self.write("www/100k.txt", "0123456789abcdef" * 6400)
        os.chmod(self.folder, 0o755)
        self.write("backend.conf", f"""
worker_processes 1; pid {self.path("backend.pid")}; error_log {self.path("backend.err")}; daemon off;
events {{ worker_connections 9000; }}
http {{ access_log off; keepalive_requests 1000000000; keepalive_timeout 3600; open_file_cache max=100; sendfile on; tcp_nopush on;
 server {{ listen 127.0.0.1:{port} backlog=4096; root {self.path("www")}; default_type text/plain; location = /hello {{ return 200 "hello world, this is a small answer of a service\\n"; }} }} }}""")
        self.start("nginx", "-c", self.path("backend.conf"), log="backend.log", cpu=1)
        wait_for("the backend", lambda: listens(port))
        return port

    def nginx(self, backend):
        http, tls = free_port(), free_port()
        self.write("nginx.conf", f"""
worker_processes 1; pid {self.path("nginx.pid")}; error_log {self.path("nginx.err")}; daemon off;
events {{ worker_connections 9000; }}
http {{ access_log off; keepalive_requests 1000000000; keepalive_timeout 3600;
 upstream b {{ server 127.0.0.1:{backend}; keepalive 256; keepalive_requests 1000000000; }}
 ssl_certificate {self.path("cert.pem")}; ssl_certificate_key {self.path("key.pem")}; ssl_session_cache shared:SSL:10m; ssl_protocols TLSv1.2 TLSv1.3;
 server {{ listen 127.0.0.1:{http} backlog=4096; listen 127.0.0.1:{tls} ssl http2 backlog=4096; location / {{ proxy_pass http://b; proxy_http_version 1.1;
  proxy_set_header Connection ""; proxy_set_header Host $host; proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for; proxy_set_header X-Forwarded-Proto $scheme; }} }} }}""")
        pid = self.start("nginx", "-c", self.path("nginx.conf"), log="nginx.log", cpu=0)
        wait_for("nginx", lambda: listens(http) and listens(tls))
        return http, tls, pid

    def haproxy(self, backend):
        http, tls = free_port(), free_port()
        self.write("haproxy.cfg", f"""
global
  nbthread 1
  maxconn 8000
defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
  option forwardfor
  http-reuse always
frontend f
  bind 127.0.0.1:{http}
  bind 127.0.0.1:{tls} ssl crt {self.path("both.pem")} alpn h2,http/1.1
  default_backend b
backend b
  server s1 127.0.0.1:{backend}
""")
        pid = self.start("haproxy", "-db", "-f", self.path("haproxy.cfg"), log="haproxy.log", cpu=0)
        wait_for("haproxy", lambda: listens(http) and listens(tls))
        return http, tls, pid


class Desk:
    """A control plane on CPU 1 and an edge on CPU 0: Release builds, every flag at its default, the access log on (into /dev/null)."""

    def __init__(self, bench):
        self.bench, self.operators, self.edges, self.status = bench, free_port(), free_port(), free_port()
        data = bench.path("control-plane")
        self.env = {**os.environ, "FRONTDESK_SERVER": f"https://127.0.0.1:{self.operators}", "FRONTDESK_TOKEN_FILE": f"{data}/admin.token", "FRONTDESK_CA": f"{data}/ca.crt"}
        self.control_plane = bench.start("dotnet", "exec", program("frontdesk-controlplane"), "--data", data, "--listen", f"127.0.0.1:{self.operators}",
                                         "--edge-listen", f"127.0.0.1:{self.edges}", log="control-plane.log", cpu=1)
        wait_for("the control plane", lambda: os.path.exists(f"{data}/admin.token") and listens(self.operators) and listens(self.edges))
        bench.write("join.token", self.command("join-token"))
        self.edge = bench.start("dotnet", "exec", program("frontdesk-edge"), "--control-plane", f"https://127.0.0.1:{self.edges}", "--data", bench.path("edge"), "--join-file",
                                bench.path("join.token"), "--name", "bench", "--bind-address", "127.0.0.1", "--status", f"127.0.0.1:{self.status}", log=None, cpu=0)
        wait_for("the edge", lambda: any(edge["state"] != "offline" for edge in json.loads(self.command("status", "-o", "json"))["edges"]))

    def command(self, *arguments):
        return run("dotnet", "exec", program("frontdesk"), *arguments, env=self.env, cwd=self.bench.folder)

    def serve(self, backend):
        http, tls = free_port(), free_port()
        self.bench.write("desk.yaml", f"""
listeners:
  http:  {{ bind: ":{http}", protocol: http }}
  https: {{ bind: ":{tls}", protocol: https }}
certificates: {{ local: {{ names: [localhost], certFile: cert.pem, keyFile: key.pem }} }}
services: {{ b: "http://127.0.0.1:{backend}" }}
routes: {{ all: {{ hosts: [localhost, "*"], to: b }} }}
""")
        self.command("apply", "-f", "desk.yaml", "--wait", "--timeout", "2m")
        wait_for("the edge's listeners", lambda: listens(http) and listens(tls))
        return http, tls, self.edge


def program(name):
    return os.path.join(ROOT, PROGRAMS[name], "bin", "Release", "net10.0", name + ".dll")


def load(proxy, work, seconds):
    http, tls, pid = proxy
    before = cpu_seconds(pid)
    if work == "h2":
        out = run("taskset", "-c", "1", "h2load", "-t1", "-c16", "-m16", f"-D{seconds}", f"https://localhost:{tls}/hello")
        done = int(re.search(r"(\d+) succeeded", out).group(1))
        bad = int(re.search(r"(\d+) failed", out).group(1)) + int(re.search(r"(\d+) 5xx", out).group(1)) + int(re.search(r"(\d+) 4xx", out).group(1))
        rate, late = float(re.search(r"finished in [^,]+, ([\d.]+) req/s", out).group(1)), "-"
    else:
        url = {"h1": f"http://127.0.0.1:{http}/hello", "tls": f"https://localhost:{tls}/hello", "100k": f"http://127.0.0.1:{http}/100k.txt"}[work]
        out = run("taskset", "-c", "1", "wrk", "-t1", "-c64", f"-d{seconds}s", "--latency", url)
        done, rate = int(re.search(r"(\d+) requests in", out).group(1)), float(re.search(r"Requests/sec:\s+([\d.]+)", out).group(1))
        late = re.search(r"^\s+99%\s+(\S+)", out, re.M).group(1)
        bad = sum(int(n) for line in re.findall(r"(?:Non-2xx or 3xx responses|Socket errors):(.*)", out) for n in re.findall(r"\d+", line))
    used = cpu_seconds(pid) - before
    return {"rate": rate, "cpu": used * 1e6 / max(done, 1), "p99": late, "bad": bad}


def throughput(arguments, bench):
    bench.certificate()
    backend = bench.backend()
    proxies = {"nginx": bench.nginx(backend), "haproxy": bench.haproxy(backend), "frontdesk": Desk(bench).serve(backend)}
    works = arguments.work.split(",")
    for work in works:
        for proxy in proxies.values():
            load(proxy, work, arguments.warm)
    results = {}
    for _ in range(arguments.rounds):
        for work in works:
            for name, proxy in proxies.items():
                results.setdefault((work, name), []).append(load(proxy, work, arguments.seconds))
    print("| work | proxy | requests/s | CPU µs/request | p99 | bad | CPU, to nginx | requests/s, to nginx |\n|---|---|---|---|---|---|---|---|")
    middle = lambda work, name, what: statistics.median(one[what] for one in results[work, name])
    for work in works:
        for name in proxies:
            print(f"| {WORK[work]} | {name} | {middle(work, name, 'rate'):,.0f} | {middle(work, name, 'cpu'):.1f} | {results[work, name][-1]['p99']} | {sum(one['bad'] for one in results[work, name])} "
                  f"| {middle(work, name, 'cpu') / middle(work, 'nginx', 'cpu'):.2f} | {middle(work, name, 'rate') / middle(work, 'nginx', 'rate'):.2f} |")
    print("\nresident memory after the load: " + ", ".join(f"{name} {resident_mib(proxy[2]):.0f} MiB" for name, proxy in proxies.items()))
    if arguments.profile_for:
        print(f"edge's process id: {proxies['frontdesk'][2]}", flush=True)
        load(proxies["frontdesk"], works[0], arguments.profile_for)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", default=",".join(WORK), help="h1, tls, h2, 100k")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=4, help="of one round of one work")
    parser.add_argument("--warm", type=int, default=3, help="seconds of load before the rounds")
    parser.add_argument("--no-build", action="store_true", help="the Release builds are up to date")
    parser.add_argument("--profile-for", type=int, default=0, metavar="SECONDS")
    arguments = parser.parse_args()
    if not arguments.no_build:
        for project in PROGRAMS.values():
            run("dotnet", "build", "-c", "Release", "-v", "quiet", "--disable-build-servers", os.path.join(ROOT, project))
    with tempfile.TemporaryDirectory(prefix="frontdesk-bench-") as folder:
        bench = Bench(folder)
        try:
            throughput(arguments, bench)
        finally:
            bench.stop()
    sys.stdout.flush()


main()
