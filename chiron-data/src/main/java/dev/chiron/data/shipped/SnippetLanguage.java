package dev.chiron.data.shipped;

import dev.chiron.core.task.MetricSpec;

/** A snippet of code to its language. */
final class SnippetLanguage {
  private SnippetLanguage() {}

  static TemplateTask task() {
    return TemplateTask.ofCode(
            "snippet-language",
            "code classification",
            "Name the language of the snippet: java, python, sql, javascript, go, shell, xml or"
                + " yaml.",
            MetricSpec.ACCURACY,
            """
            v: total | count | user | price | index | result | line | item | buffer | value | limit | order
            w: names | rows | files | parts | scores | lines | tokens | keys
            f: load | update | parse | check | render | merge | notify | resize
            c: Invoice | Account | Parser | Worker | Basket | Timer | Route | Sensor
            n: 0 | 1 | 2 | 3 | 5 | 8 | 10 | 42 | 100
            t: orders | customers | invoices | events | cities | stock
            s: open | done | new | admin | blue | paris
            h: web | db | cache | api | mail
            """)
        .label(
            "java",
            """
            public int {f}(int {v}) {\\n  return {=v} + {n};\\n}
            List<String> {w} = new ArrayList<>();
            private final {c} {v};
            System.out.println("{s}: " + {v});
            for (String {v} : {w}) {\\n  {f}({=v});\\n}
            public record {c}(String {v}, int size) {}
            if ({v}.equals("{s}")) {\\n  throw new IllegalStateException();\\n}
            int {v} = {w}.stream().mapToInt(x -> x + {n}).sum();
            --
            try ({c} {v} = new {=c}({n})) {\\n  {=v}.{f}();\\n}
            @Override\\npublic String toString() {\\n  return {v};\\n}
            """)
        .label(
            "python",
            """
            def {f}({v}):\\n    return {=v} + {n}
            for {v} in {w}:\\n    print({=v})
            if {v} is None:\\n    raise ValueError("{s}")
            {w} = [{f}(x) for x in {v}]
            import {h}\\n{v} = {=h}.{f}({n})
            class {c}:\\n    def __init__(self, {v}):\\n        self.{=v} = {=v}
            with open("{s}.txt") as {v}:\\n    {w} = {=v}.read()
            print(f"{s} {len({w})}")
            --
            while {v} < {n}:\\n    {=v} += 1
            try:\\n    {f}({v})\\nexcept KeyError:\\n    pass
            """)
        .label(
            "sql",
            """
            SELECT {v} FROM {t} WHERE size > {n};
            SELECT count(*) FROM {t} GROUP BY {v};
            UPDATE {t} SET {v} = {n} WHERE id = {n};
            INSERT INTO {t} ({v}, id) VALUES ('{s}', {n});
            DELETE FROM {t} WHERE {v} = '{s}';
            CREATE TABLE {t} ({v} INT, name TEXT);
            select * from {t} order by {v} desc limit {n};
            ALTER TABLE {t} ADD COLUMN {v} INTEGER;
            --
            CREATE INDEX {v}_idx ON {t} ({=v});
            SELECT a.{v} FROM {t} a JOIN cities b ON a.id = b.id;
            """)
        .label(
            "javascript",
            """
            const {v} = ({w}) => {=w}.length + {n};
            let {v} = document.getElementById("{s}");
            function {f}({v}) {\\n  return {=v} === {n};\\n}
            console.log(`{s} ${{v}}`);
            {w}.forEach({v} => {f}({=v}));
            const { {v} } = require("./{h}");
            export default function {f}() {\\n  return null;\\n}
            fetch("/{t}").then(r => r.json());
            --
            const {v} = await {f}({ {s}: {n} });
            if (typeof {v} === "undefined") {\\n  var {=v} = [];\\n}
            """)
        .label(
            "go",
            """
            func {f}({v} int) int {\\n\\treturn {=v} + {n}\\n}
            {v} := {f}({n})
            for _, {v} := range {w} {\\n\\tfmt.Println({=v})\\n}
            if err != nil {\\n\\treturn {v}, err\\n}
            type {c} struct {\\n\\t{v} int\\n}
            var {w} []string
            defer {v}.Close()
            fmt.Printf("{s} %d\\\\n", {v})
            --
            go func() {\\n\\t{v} <- {n}\\n}()
            {v}, err := {f}({n})
            """)
        .label(
            "shell",
            """
            #!/bin/sh\\necho "{s} ${v}"
            for {v} in *.txt; do\\n  echo "${=v}"\\ndone
            grep -r "{s}" {w} | wc -l
            if [ -f {v}.sh ]; then\\n  ./{=v}.sh\\nfi
            export {v}={n}
            curl -s http://{h}/{t} | sort | head -n {n}
            cd /opt/{h} && ls -l {w}
            rm -rf /tmp/{v} && mkdir /tmp/{=v}
            --
            tail -f /var/log/{h}.log | grep {s}
            while read {v}; do\\n  echo "${=v}"\\ndone < {w}.txt
            """)
        .label(
            "xml",
            """
            <{v} id="{n}">{s}</{=v}>
            <{w}>\\n  <{v}>{n}</{=v}>\\n</{=w}>
            <?xml version="1.0"?>\\n<{w}/>
            <bean id="{v}" class="{h}.{c}"/>
            <property name="{v}" value="{n}"/>
            <dependency>\\n  <artifactId>{h}-{v}</artifactId>\\n</dependency>
            <!-- {s} -->\\n<{v} size="{n}"/>
            <xs:element name="{v}" type="xs:int"/>
            --
            <{w} xmlns="urn:{h}">\\n  <{v}/>\\n</{=w}>
            <{v}><![CDATA[{s}]]></{=v}>
            """)
        .label(
            "yaml",
            """
            {v}: {n}\\n{w}:\\n  - {s}
            {h}:\\n  {v}: {s}\\n  size: {n}
            {w}:\\n  - name: {s}\\n    {v}: {n}
            # {s}\\n{v}: true
            services:\\n  {h}:\\n    image: {s}:{n}
            {v}: "{s}"\\n{w}: [{n}, {n}]
            ---\\n{v}: {s}\\n{h}: {n}
            {w}:\\n  {v}: |\\n    {s}
            --
            env:\\n  - name: {v}\\n    value: "{n}"
            {v}: &{h}\\n  {w}: {n}
            """);
  }
}
