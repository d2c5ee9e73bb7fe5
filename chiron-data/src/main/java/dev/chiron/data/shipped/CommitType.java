package dev.chiron.data.shipped;

import dev.chiron.core.task.MetricSpec;

/** A commit message's subject to its conventional type. */
final class CommitType {
  private CommitType() {}

  static TemplateTask task() {
    return TemplateTask.of(
            "commit-type",
            "text classification",
            "Give the conventional type of the commit from its message: feat, fix, docs, test,"
                + " refactor or build.",
            MetricSpec.ACCURACY,
            """
            part: order service | login page | mail queue | report job | search index | image cache | cart | tax module | user import | audit log | price list | event bus
            class: OrderService | LoginFilter | PriceParser | CsvReader | MailQueue | TokenStore | TaxRules | CartView
            thing: filter by date | export to CSV | dark mode | bulk delete | single sign-on | paging | a retry option | keyboard shortcuts | a health endpoint | webhook support
            fault: NullPointerException | off-by-one error | memory leak | race condition | wrong rounding | endless loop | broken link | time zone bug | deadlock | stale cache entry
            case: empty input | negative amounts | leap years | duplicate names | missing headers | two threads | an expired token | large files
            lib: Jackson | JUnit | Spring Boot | Netty | Log4j | Guava | Hibernate | Lucene
            tool: Maven | Gradle | Docker | the CI pipeline | the release profile | the compiler plugin
            version: 2.{n} | 3.{n}.{n} | 5.{n} | 1.{n}.{n}
            n: 0 | 1 | 2 | 3 | 4 | 5 | 7 | 9
            doc: README | changelog | Javadoc | user guide | contributing guide | architecture page | API reference | install notes
            """)
        .label(
            "feat",
            """
            Add {thing} to the {part}
            Support {thing} in the {part}
            Introduce {thing} for the {part}
            Allow {thing} in {class}
            Let callers use {thing} in the {part}
            New option for {thing} in the {part}
            Implement {thing} for the {part}
            Offer {thing} on the {part}
            --
            Enable {thing} for the {part} by default
            The {part} can now use {thing}
            Add {thing} as a new feature of {class}
            """)
        .label(
            "fix",
            """
            Fix {fault} in the {part}
            Correct {fault} in {class} for {case}
            Handle {case} in {class} instead of failing
            Prevent {fault} when the {part} sees {case}
            Avoid {fault} in {class}
            Repair the {part} after {case}
            Do not crash the {part} on {case}
            Resolve {fault} in the {part} with {case}
            --
            Stop {class} from failing on {case}
            Fix crash of the {part} with {case}
            Work around {fault} in {class}
            """)
        .label(
            "docs",
            """
            Explain {case} in the {doc}
            Describe the {part} in the {doc}
            Fix typo in the {doc} of the {part}
            Update the {doc} for the {part}
            Document {class} in the {doc}
            Add an example for the {part} to the {doc}
            Clarify the {doc} about {case}
            Improve wording of the {doc} on {thing}
            --
            Mention {thing} in the {doc}
            Rewrite the {doc} section on the {part}
            Add missing {doc} for {class}
            """)
        .label(
            "test",
            """
            Add unit tests for {class}
            Cover {case} in tests of the {part}
            Test {class} with {case}
            Add a regression test for the {fault} in {class}
            Make the {class} test independent of the clock
            Remove flaky test of the {part}
            Use AssertJ in the tests of the {part}
            Assert on {case} in {class}Test
            --
            Increase test coverage of the {part}
            Extend {class}Test to {case}
            Add an integration test of the {part} with {case}
            """)
        .label(
            "refactor",
            """
            Extract a method from {class}
            Rename {class} to a clearer name
            Simplify {class} without changing behaviour
            Move {class} to the package of the {part}
            Split {class} into two classes
            Remove duplicate code from the {part}
            Inline a needless interface of the {part}
            Turn {class} into a record
            --
            Replace inheritance by composition in {class}
            Clean up the structure of the {part}
            Extract an interface from {class} and rename its methods
            """)
        .label(
            "build",
            """
            Bump {lib} to {version}
            Upgrade {lib} to {version} in {tool}
            Update {tool} configuration for {lib}
            Pin the version of {lib} to {version}
            Switch {tool} to Java 25 and {lib} {version}
            Add {lib} {version} as a dependency
            Cache dependencies of {lib} in {tool}
            Exclude {lib} from the jar in {tool}
            --
            Remove the unused dependency on {lib} {version}
            Speed up {tool} by caching {lib}
            Move {lib} {version} to dependency management
            """);
  }
}
