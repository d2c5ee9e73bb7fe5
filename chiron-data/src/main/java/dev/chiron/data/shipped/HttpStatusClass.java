package dev.chiron.data.shipped;

import dev.chiron.core.task.MetricSpec;

/** An access log line to the class of its HTTP status. */
final class HttpStatusClass {
  private HttpStatusClass() {}

  static TemplateTask task() {
    return TemplateTask.of(
            "http-status-class",
            "text classification",
            "Name the class of the HTTP status code in the access log line: success (2xx), redirect"
                + " (3xx), client-error (4xx) or server-error (5xx).",
            MetricSpec.ACCURACY,
            """
            ip: 10.{n}.{n}.{nn} | 192.168.{n}.{nn} | 172.16.{n}.{nn} | 203.0.113.{nn}
            n: 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9
            nn: {n} | {n}{n} | 1{n}{n}
            verb: GET | GET | POST | PUT | DELETE | HEAD
            path: /{noun} | /{noun}/{nn} | /api/{noun} | /api/v{n}/{noun}/{nn} | /{noun}.html | /static/{noun}.css | /{noun}?page={n}
            noun: orders | users | login | cart | search | reports | images | health | invoices | settings | stock | mail
            bytes: {nn}{n} | {nn} | 0 | {n}{nn}
            ok: 200 | 200 | 201 | 202 | 204 | 206
            moved: 301 | 302 | 303 | 304 | 307 | 308
            client: 400 | 401 | 403 | 404 | 404 | 405 | 409 | 410 | 415 | 422 | 429
            server: 500 | 500 | 501 | 502 | 503 | 504
            """)
        .label(
            "success",
            """
            {ip} "{verb} {path} HTTP/1.1" {ok} {bytes}
            {ip} - {verb} {path} {ok} {bytes}
            {verb} {path} -> {ok} in {nn} ms
            --
            status={ok} method={verb} path={path} client={ip}
            """)
        .label(
            "redirect",
            """
            {ip} "{verb} {path} HTTP/1.1" {moved} {bytes}
            {ip} - {verb} {path} {moved} {bytes}
            {verb} {path} -> {moved} in {nn} ms
            --
            status={moved} method={verb} path={path} client={ip}
            """)
        .label(
            "client-error",
            """
            {ip} "{verb} {path} HTTP/1.1" {client} {bytes}
            {ip} - {verb} {path} {client} {bytes}
            {verb} {path} -> {client} in {nn} ms
            --
            status={client} method={verb} path={path} client={ip}
            """)
        .label(
            "server-error",
            """
            {ip} "{verb} {path} HTTP/1.1" {server} {bytes}
            {ip} - {verb} {path} {server} {bytes}
            {verb} {path} -> {server} in {nn} ms
            --
            status={server} method={verb} path={path} client={ip}
            """);
  }
}
