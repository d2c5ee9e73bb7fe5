package dev.chiron.sandbox.process;

import static dev.chiron.core.program.Verdict.DOES_NOT_COMPILE;
import static dev.chiron.core.program.Verdict.FAILED;
import static dev.chiron.core.program.Verdict.FORBIDDEN;
import static dev.chiron.core.program.Verdict.MEMORY;
import static dev.chiron.core.program.Verdict.OK;
import static dev.chiron.core.program.Verdict.OUTPUT;
import static dev.chiron.core.program.Verdict.TIMEOUT;

import dev.chiron.sandbox.Hostile;
import java.util.List;

/** Programs against Node in a process. */
final class HostileJavaScript {
  private HostileJavaScript() {}

  static final List<Hostile> PROGRAMS =
      List.of(
          Hostile.of("an endless loop", TIMEOUT, "for (;;);"),
          Hostile.sleeping("an endless timer", "setInterval(() => {}, 1000);"),
          Hostile.of(
              "a memory bomb",
              MEMORY,
              "const a = []; for (;;) a.push(new Array(100000).fill(1.5));"),
          Hostile.of(
              "a memory bomb outside the heap",
              MEMORY,
              "const a = []; for (;;) a.push(Buffer.alloc(1 << 25, 1));"),
          Hostile.of("endless output", OUTPUT, "for (;;) console.log('x'.repeat(1000));"),
          Hostile.of(
              "reading a file of the host",
              FAILED,
              "import fs from 'node:fs'; console.log(fs.readFileSync('CANARY', 'utf8'));"),
          Hostile.of(
              "writing outside",
              FORBIDDEN,
              "import fs from 'node:fs'; fs.writeFileSync('/x', 'x');"),
          Hostile.of(
              "a connection out",
              FORBIDDEN,
              "import net from 'node:net'; net.connect(80, '1.1.1.1');"),
          Hostile.of(
              "a process that reads the host",
              FAILED,
              "import { execSync } from 'node:child_process'; execSync('cat CANARY');"),
          Hostile.of(
              "a search for secrets in its environment",
              OK,
              "if (Object.keys(process.env).some(k => !['PATH','LANG','PWD','OLDPWD','SHLVL','_']"
                  + ".includes(k))) throw new Error(JSON.stringify(process.env));"),
          Hostile.of("what does not parse", FAILED, DOES_NOT_COMPILE, "let let = 1 2;"));
}
