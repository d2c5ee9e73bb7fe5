package dev.chiron.data.shipped;

import dev.chiron.core.task.MetricSpec;

/** A Java exception with its message to the class of its remedy. */
final class ExceptionRemedy {
  private ExceptionRemedy() {}

  static TemplateTask task() {
    return TemplateTask.of(
            "exception-remedy",
            "text classification",
            "Choose the remedy for the Java exception: check-null, check-bounds, fix-path,"
                + " retry-later, add-dependency, fix-format, fix-cast or synchronize.",
            MetricSpec.ACCURACY,
            """
            class: Order | Invoice | Customer | Cart | Token | Session | Report | Payment | Shipment | Account
            method: getName | getId | total | close | items | parse | render | address | owner | size
            var: order | user | cart | result | token | name | response | config | parent | cache
            where: at {class}Service.java:{n}{n} | at {class}Job.{method} | in thread worker-{n} | at {class}Test.java:{n}{n}{n} | |
            n: 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9
            number: {n} | {n}{n} | {n}0
            path: data/{var}.csv | /etc/app/{var}.yml | C:\\tmp\\{var}.log | src/{var}.xml | ../{var}/{var}.json | /mnt/{var}{n}.bin
            host: api.example.org | db-{n} | mail.example.com | broker-{n}.local | 10.1.{n}.{number} | auth.example.net
            lib: com/fasterxml/jackson/{class} | org/slf4j/{class} | org/apache/commons/{class} | io/netty/{class} | javax/mail/{class} | com/google/{class}
            dotted: com.fasterxml.{class} | org.slf4j.{class} | org.apache.{class} | io.netty.{class} | jakarta.mail.{class}
            text: abc | 12,5 | 1.000,00 | n/a | twelve | 0x{n} | {n} pcs | two | {n}e | -
            date: 31.02.202{n} | 202{n}/13/01 | tomorrow | 5 May | 202{n}-1-{n} | 12:6{n}
            type: String | Integer | Long | BigDecimal | LocalDate | Boolean
            """)
        .label(
            "check-null",
            """
            NullPointerException: Cannot invoke "{class}.{method}()" because "{var}" is null {where}
            NullPointerException: Cannot read field "{var}" because "this.{var}" is null {where}
            java.lang.NullPointerException: {var} must not be null {where}
            NullPointerException: because the return value of "{class}.{method}()" is null {where}
            --
            java.lang.NullPointerException: element {number} of {var} was null {where}
            NoSuchElementException: No value present {where} in Optional of {class}
            """)
        .label(
            "check-bounds",
            """
            ArrayIndexOutOfBoundsException: Index {number} out of bounds for length {n} {where}
            IndexOutOfBoundsException: Index {number} out of bounds for length {n} in {var} {where}
            StringIndexOutOfBoundsException: begin {n}, end {number}, length {n} {where}
            IndexOutOfBoundsException: toIndex = {number}, size of {var} is {n} {where}
            --
            ArrayIndexOutOfBoundsException: -1, {var} has length {number} {where}
            StringIndexOutOfBoundsException: Range [{n}, {number}) out of bounds for length {n} {where}
            """)
        .label(
            "fix-path",
            """
            FileNotFoundException: {path} (No such file or directory) {where}
            NoSuchFileException: {path} {where}
            IOException: {path} is a directory, a file is expected {where}
            FileNotFoundException: class path resource [{path}] does not exist {where}
            --
            NotDirectoryException: {path} {where}
            IOException: cannot open {path}: no such file {where}
            """)
        .label(
            "retry-later",
            """
            SocketTimeoutException: connect to {host} timed out {where}
            ConnectException: Connection refused: {host}:{n}{number}0 {where}
            HttpTimeoutException: request to {host} timed out after {number} s {where}
            IOException: server {host} returned 503 Service Unavailable {where}
            --
            SocketException: Connection reset by {host} {where}
            IOException: {host} answered 429 Too Many Requests, wait {number} s {where}
            """)
        .label(
            "add-dependency",
            """
            NoClassDefFoundError: {lib} {where}
            ClassNotFoundException: {dotted} {where}
            NoClassDefFoundError: Could not initialize class {dotted} {where}
            error: package {dotted} does not exist {where}
            --
            ServiceConfigurationError: Provider {dotted} not found {where}
            NoSuchMethodError: '{type} {dotted}.{method}()' {where}
            """)
        .label(
            "fix-format",
            """
            NumberFormatException: For input string: "{text}" {where}
            DateTimeParseException: Text '{date}' could not be parsed at index {n} {where}
            ParseException: Unparseable date: "{date}" {where}
            JsonParseException: Unexpected character ('{n}') at line {number} in {var} {where}
            --
            NumberFormatException: Character array is missing exponent notation: "{text}" for {var} {where}
            IllegalFormatConversionException: d != java.lang.{type} for "{text}" {where}
            """)
        .label(
            "fix-cast",
            """
            ClassCastException: class {class} cannot be cast to class {type} {where}
            ClassCastException: java.lang.{type} cannot be cast to java.lang.{type} in {var} {where}
            ArrayStoreException: java.lang.{type} stored into {class}[] {where}
            ClassCastException: Cannot cast {dotted} to {dotted} {where}
            --
            ClassCastException: {class}$Proxy{n} cannot be cast to {class} {where}
            ClassCastException: class [L{class}; is not a {type} {where}
            """)
        .label(
            "synchronize",
            """
            ConcurrentModificationException: {var} changed while iterating {where}
            ConcurrentModificationException at {class}.{method} while worker-{n} adds to {var} {where}
            IllegalMonitorStateException: current thread is not owner of lock {var} {where}
            OptimisticLockException: {class} {number} was updated by another transaction {where}
            --
            ConcurrentModificationException: HashMap {var} modified by thread {n} {where}
            IllegalMonitorStateException: worker-{n} released {var} without holding the lock {where}
            """);
  }
}
