package dev.chiron.data.shipped;

import dev.chiron.core.task.MetricSpec;

/** A change's description to the part of the semantic version that it raises. */
final class SemverBump {
  private SemverBump() {}

  static TemplateTask task() {
    return TemplateTask.of(
            "semver-bump",
            "text classification",
            "Which part of the semantic version does the change to a library raise: major (breaks"
                + " callers), minor (adds without breaking) or patch (only repairs or inner"
                + " work)?",
            MetricSpec.ACCURACY,
            """
            class: HttpClient | JsonReader | RetryPolicy | TokenStore | CsvWriter | ImageScaler | RateLimiter | MailBuilder | PathMatcher | MoneyFormat
            method: open() | read() | flush() | withTimeout() | parse() | size() | cancel() | render() | copy() | next()
            param: a charset | the locale | a timeout | the buffer size | a clock | an executor | the time zone | a flag
            fault: a memory leak | a wrong default | a rare deadlock | a rounding error | a null pointer | an off-by-one error | a slow loop | a typo in a message
            old: Java 8 | Java 11 | Java 17 | the old format | XML input | Windows 7
            feature: streaming | compression | metrics | proxies | async calls | YAML | paging | tracing
            """)
        .label(
            "major",
            """
            Remove the deprecated method {class}.{method}.
            Rename {class}.{method}, callers must adapt.
            {class}.{method} now throws a checked exception.
            Drop support for {old} in {class}.
            {class}.{method} requires {param} as a new argument.
            Change the return type of {class}.{method}.
            {class} is now final and can no longer be extended.
            Delete {class}, use the builder for {feature} instead.
            Make {class}.{method} private.
            --
            {class} no longer accepts {old}.
            The order of arguments of {class}.{method} changed.
            Remove {feature} from the public API of {class}.
            """)
        .label(
            "minor",
            """
            Add an optional overload of {class}.{method} that takes {param}.
            {class} now also supports {feature}.
            New class for {feature} next to {class}.
            Deprecate {class}.{method} in favour of a new method, both work.
            Add a default method {method} to {class}.
            {class} gains an option for {param}, off by default.
            Allow {param} to be set on {class}, old code keeps working.
            Offer {feature} in {class} as a new opt-in.
            Add a builder for {class} with {feature}.
            --
            Introduce {feature} for {class}, existing calls are untouched.
            {class} can optionally use {param} for {feature}.
            Add a new method to {class} that returns {param}.
            """)
        .label(
            "patch",
            """
            Fix {fault} in {class}.{method}.
            {class}.{method} is faster, nothing else changes.
            Repair {fault} when {class} meets {feature}.
            Correct the Javadoc of {class}.{method}.
            Avoid {fault} in {class} with {feature}.
            Internal clean-up of {class}, no visible change.
            {class}: fix {fault} that {feature} could trigger.
            Update the tests of {class} for {feature}.
            Log less in {class}.{method}.
            --
            Prevent {fault} in {class} after {method}.
            Use less memory in {class}.{method}, no visible change.
            Fix the documentation of {class} about {feature}.
            """);
  }
}
