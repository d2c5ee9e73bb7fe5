package dev.chiron.sandbox.process;

import static dev.chiron.core.program.Verdict.CRASH;
import static dev.chiron.core.program.Verdict.DOES_NOT_COMPILE;
import static dev.chiron.core.program.Verdict.FAILED;
import static dev.chiron.core.program.Verdict.FORBIDDEN;
import static dev.chiron.core.program.Verdict.MEMORY;
import static dev.chiron.core.program.Verdict.OK;
import static dev.chiron.core.program.Verdict.OUTPUT;
import static dev.chiron.core.program.Verdict.TIMEOUT;

import dev.chiron.sandbox.Hostile;
import java.util.List;

/** Programs against CPython in a process. */
final class HostilePython {
  private HostilePython() {}

  static final List<Hostile> PROGRAMS =
      List.of(
          Hostile.of("an endless loop", TIMEOUT, "while True: pass"),
          Hostile.of(
              "an endless loop that catches the signal of the limit",
              TIMEOUT,
              "import signal\nsignal.signal(signal.SIGXCPU, signal.SIG_IGN)\nwhile True: pass"),
          Hostile.of("a power of huge numbers", TIMEOUT, MEMORY, "print(len(str(9**9**9)))"),
          Hostile.of(
              "a regular expression with exponential backtracking",
              TIMEOUT,
              "import re\nre.match('(a+)+$', 'a' * 40 + 'b')"),
          Hostile.sleeping("a sleep", "import time\ntime.sleep(60)"),
          Hostile.sleeping(
              "a wait for input that never ends", "import os\nr, w = os.pipe()\nos.read(r, 1)"),
          Hostile.of("a memory bomb", MEMORY, "a = []\nwhile True: a.append('x' * 1000000)"),
          Hostile.of("one huge list", MEMORY, "a = [0] * (2 * 1024**3)"),
          Hostile.of(
              "a memory bomb by anonymous maps",
              FORBIDDEN,
              MEMORY,
              "import mmap\nkeep = [mmap.mmap(-1, 1 << 24) for _ in range(100)]"),
          Hostile.of("endless recursion", FAILED, "def f(): return f()\nf()"),
          Hostile.of(
              "deep nesting for the parser", DOES_NOT_COMPILE, MEMORY, "(" + "(".repeat(3000)),
          Hostile.of("a fork bomb", FORBIDDEN, "import os\nwhile True:\n  os.fork()"),
          Hostile.of(
              "a fork bomb that catches its errors",
              TIMEOUT,
              """
              import os
              while True:
                try: os.fork()
                except OSError: pass
              """),
          Hostile.of(
              "endless threads",
              FORBIDDEN,
              """
              import threading, time
              while True: threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
              """),
          Hostile.of("endless output", OUTPUT, "while True: print('x' * 1000)"),
          Hostile.of(
              "endless errors", OUTPUT, "import sys\nwhile True: sys.stderr.write('x' * 1000)"),
          Hostile.of("one huge line", OUTPUT, "print('x' * 10000000)"),
          Hostile.of("reading a file of the host", FAILED, "print(open('CANARY').read())"),
          Hostile.of("reading the users", FAILED, "print(open('/etc/passwd').read())"),
          Hostile.of(
              "reading the home directory",
              FAILED,
              "import os\nfor home in ('/root', '/home'): print(os.listdir(home))"),
          Hostile.of(
              "reading up and out of the working directory",
              FAILED,
              "print(open('../../../../../..CANARY').read())"),
          Hostile.of("writing a file of the host", FAILED, "open('CANARY', 'w').write('dead')"),
          Hostile.of("writing to the root", FORBIDDEN, "open('/x', 'w').write('x')"),
          Hostile.of("writing to the system", FORBIDDEN, "open('/usr/x', 'w').write('x')"),
          Hostile.of(
              "changing its own source", FORBIDDEN, "open('/program/main.py', 'w').write('x')"),
          Hostile.of(
              "a huge file", FORBIDDEN, "f = open('big', 'wb')\nwhile True: f.write(bytes(4096))"),
          Hostile.of(
              "many small files",
              FORBIDDEN,
              "for i in range(100000): open(str(i), 'w').write('x' * 4000)"),
          Hostile.of(
              "endless open files", FORBIDDEN, "a = []\nwhile True: a.append(open('/dev/null'))"),
          Hostile.of(
              "a symbolic link to a file of the host",
              FAILED,
              "import os\nos.symlink('CANARY', 'link')\nprint(open('link').read())"),
          Hostile.of(
              "a symbolic link to the first process's root",
              FORBIDDEN,
              "import os\nos.symlink('/proc/1/root', 'up')\nprint(open('up/CANARY').read())"),
          Hostile.of(
              "a connection out",
              FORBIDDEN,
              "import socket\nsocket.create_connection(('1.1.1.1', 80), 1)"),
          Hostile.of(
              "a connection to the host's services",
              FORBIDDEN,
              "import socket\nsocket.create_connection(('127.0.0.1', 22), 1)"),
          Hostile.of(
              "a look-up of a name",
              FORBIDDEN,
              "import socket\nsocket.getaddrinfo('example.org', 80)"),
          Hostile.of(
              "a raw socket",
              FORBIDDEN,
              "import socket\nsocket.socket(socket.AF_INET, socket.SOCK_RAW, 1)"),
          Hostile.of(
              "signals to its parent and to all",
              CRASH,
              OK,
              """
              import os, signal
              os.kill(1, signal.SIGKILL)
              os.kill(os.getppid(), signal.SIGKILL)
              os.kill(-1, signal.SIGKILL)
              """),
          Hostile.of("a crash of the interpreter", CRASH, "import ctypes\nctypes.string_at(0)"),
          Hostile.of(
              "a native library's system call to mount",
              FORBIDDEN,
              """
              import ctypes, os
              libc = ctypes.CDLL(None, use_errno=True)
              if libc.mount(b'proc', b'/work', b'proc', 0, None) != 0:
                raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
              """),
          Hostile.of(
              "a user namespace of its own",
              FORBIDDEN,
              """
              import ctypes, os
              libc = ctypes.CDLL(None, use_errno=True)
              if libc.unshare(0x10000000) != 0:
                raise PermissionError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
              """),
          Hostile.of(
              "tracing its watcher",
              FORBIDDEN,
              """
              import ctypes, os
              libc = ctypes.CDLL(None, use_errno=True)
              if libc.ptrace(16, 1, None, None) != 0:
                raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
              """),
          Hostile.of(
              "forging the status of its run",
              FORBIDDEN,
              "open('/proc/1/fd/9', 'w').write('exit 0')"),
          Hostile.of(
              "the old root by its descriptor",
              FAILED,
              """
              import os
              for fd in os.listdir('/proc/self/fd'):
                try: print(open('/proc/self/fd/' + fd + 'CANARY').read())
                except OSError: pass
              raise ValueError(len(os.listdir('/proc/self/fd')))
              """),
          Hostile.of(
              "a child that outlives it",
              OK,
              """
              import os, time
              if os.fork() == 0:
                os.setsid()
                if os.fork() == 0:
                  for fd in (0, 1, 2): os.close(fd)
                  time.sleep(60)
                os._exit(0)
              """),
          Hostile.of(
              "a thread that outlives its main thread",
              TIMEOUT,
              "import threading\ndef f():\n  while True: pass\nthreading.Thread(target=f).start()"),
          Hostile.of(
              "a shell",
              FAILED,
              FORBIDDEN,
              "import subprocess\nsubprocess.run(['sh', '-c', 'cat CANARY'], check=True)"),
          Hostile.of(
              "a pickle that runs a command",
              OK,
              """
              import os, pickle
              class Trick:
                def __reduce__(self): return (os.system, ('cat CANARY; rm -rf / 2>/dev/null',))
              pickle.loads(pickle.dumps(Trick()))
              """),
          Hostile.of(
              "a search for secrets in its environment",
              OK,
              """
              import os
              assert set(os.environ) <= {'PATH', 'LANG', 'PWD', 'OLDPWD', 'SHLVL', '_', 'LC_CTYPE'}, os.environ
              for pid in filter(str.isdigit, os.listdir('/proc')):
                assert 'java' not in open(f'/proc/{pid}/cmdline').read()
              assert os.listdir('.') == []
              """),
          Hostile.of(
              "more rights by a set-user-id program",
              FORBIDDEN,
              FAILED,
              "import subprocess\nsubprocess.run(['su', '-c', 'id'], check=True)"),
          Hostile.of(
              "higher limits for itself",
              FAILED,
              "import resource\nresource.setrlimit(resource.RLIMIT_AS, (-1, -1))"),
          Hostile.of("a device of the host", FAILED, "open('/dev/vda', 'rb').read(10)"),
          Hostile.of(
              "the host's name changed", FORBIDDEN, "import socket\nsocket.sethostname('owned')"));
}
