package dev.chiron.data.shipped;

import dev.chiron.core.task.MetricSpec;

/** A log line to the class of its cause. */
final class LogCause {
  private LogCause() {}

  static TemplateTask task() {
    return TemplateTask.of(
            "log-cause",
            "text classification",
            "Say what caused the problem that the log line reports: database, network, memory,"
                + " disk, permission or configuration.",
            MetricSpec.MACRO_F1,
            """
            level: ERROR | WARN | ERROR | FATAL
            head: {level} [{thread}] {service}: | {service} {level} | {level} {service} - | [{thread}] {level} {service}: | {level} o.a.{service} -
            thread: main | worker-{digit} | http-{digit}{digit} | pool-{digit} | scheduler-{digit}
            digit: 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9
            number: {digit}{digit} | {digit}0 | {digit}{digit}{digit} | {digit}00
            service: OrderService | AuthFilter | MailSender | ReportJob | CartApi | IndexWriter | PaymentGateway | UserImport | ImageStore | Scheduler
            table: orders | customers | invoices | audit_log | sessions | stock | user_roles
            host: db-{digit}.internal | cache-{digit} | mail.example.org | 10.0.{digit}.{number} | api.partner.example | broker-{digit}
            port: 5432 | 8080 | 443 | 6379 | 9092 | 587
            path: /var/data/{name}.{ext} | /opt/app/{name}.{ext} | /tmp/{name}-{number}.{ext} | /srv/upload/{name}.{ext} | /home/app/{name}.{ext}
            name: export | index | report | avatar | backup | queue | ledger | batch
            ext: csv | bin | tmp | pdf | log | dat
            key: mail.host | cache.ttl | server.port | payment.token | retry.limit | locale.default | pool.size
            user: guest | deploy | reader | svc-report | batch | jenkins
            """)
        .label(
            "database",
            """
            {head} could not execute statement on table {table}: duplicate key value {number}
            {head} deadlock detected while updating {table}, transaction {number} rolled back
            {head} SQL syntax error near column {name} in query on {table}
            {head} connection pool exhausted: {number} queries waiting on {table}
            {head} foreign key violation on {table}: row {number} is still referenced
            {head} migration V{number} failed: column {name} of table {table} already exists
            {head} query on {table} cancelled after {number} s, missing index on {name}
            {head} lock wait on {table} exceeded, transaction {number} aborted
            --
            {head} relation {table} does not exist in schema {name}
            {head} unique constraint violated while inserting row {number} into {table}
            {head} transaction {number} could not be committed: {table} is locked
            """)
        .label(
            "network",
            """
            {head} connection to {host}:{port} timed out after {number} ms
            {head} connection refused by {host}:{port}, attempt {digit}
            {head} unknown host {host}
            {head} TLS handshake with {host} failed: connection reset by peer
            {head} no route to host {host}:{port}
            {head} read from {host}:{port} timed out after {number} s
            {head} socket closed by {host} after {number} bytes
            {head} DNS lookup of {host} failed, attempt {digit} of {digit}
            --
            {head} broken pipe while sending {number} bytes to {host}:{port}
            {head} {host} unreachable, retrying connection in {number} ms
            {head} connection reset by {host}:{port} during handshake
            """)
        .label(
            "memory",
            """
            {head} java.lang.OutOfMemoryError: Java heap space while handling batch {number}
            {head} GC overhead limit exceeded after {number} full collections
            {head} cannot allocate buffer of {number} MB, heap is full
            {head} heap usage at 9{digit} percent after full GC of {number} ms
            {head} OutOfMemoryError: Metaspace when loading class {digit}{number}
            {head} process killed by the kernel: out of memory, rss {number} MB
            {head} direct buffer memory exhausted, {number} MB requested
            {head} cache of {number} entries evicted: heap pressure at 9{digit} percent
            --
            {head} container exceeded its memory limit of {number} MB and was killed
            {head} unable to create array of {number} million elements: Java heap space
            {head} GC pause of {number} s, heap still 9{digit} percent full
            """)
        .label(
            "disk",
            """
            {head} no space left on device while writing {path}
            {head} disk usage of /var at 9{digit} percent, {number} MB left
            {head} write to {path} failed: quota exceeded, {number} MB used
            {head} I/O error reading sector {number} of {path}
            {head} cannot append to {path}: file system is read-only
            {head} checksum mismatch in {path}, block {number} is corrupt
            {head} volume /data is full, rotation of {path} skipped
            {head} fsync of {path} took {number} s, disk is degraded
            --
            {head} could not flush {number} MB to {path}: disk full
            {head} bad block {number} on device sd{name}, {path} is unreadable
            {head} too little free space on volume for {path}: {number} MB needed
            """)
        .label(
            "permission",
            """
            {head} access denied for user {user} to {path}
            {head} {path}: permission denied (user {user})
            {head} user {user} is not authorized to call {name} on {host}
            {head} 403 forbidden: role {user} may not read {table}
            {head} operation not permitted: chmod {path} by {user}
            {head} token of {user} lacks scope {name}:write
            {head} bind to port {digit}{digit} refused: {user} needs root privileges
            {head} AccessDeniedException: {path} is owned by root, not {user}
            --
            {head} user {user} must not delete {path}: insufficient rights
            {head} access to queue {name} denied: {user} has no grant
            {head} insufficient privileges: {user} may not alter {table}
            """)
        .label(
            "configuration",
            """
            {head} missing required property {key}
            {head} invalid value '{name}' for property {key}, expected a number
            {head} unknown property {key} in application-{name}.yml line {number}
            {head} could not resolve placeholder {key} in profile {name}
            {head} property {key} is set twice, line {digit} and line {number}
            {head} profile {name} is not defined, {key} falls back to default
            {head} environment variable APP_{name} is not set, needed by {key}
            {head} {key} must be between {digit} and {number} but is set to -{digit}
            --
            {head} cannot parse settings file {name}.yml: bad indentation at line {number}
            {head} deprecated property {key} found, use {name}.{key} instead
            {head} no default for property {key} in profile {name}
            """);
  }
}
