/** A chat of many clients on one thread. */
import { assertEquals } from "@std/assert";
import { test } from "../awaited/idle.ts";
import { pythonSocket } from "../socket/helpers.ts";
import { example, hasSignals, listening } from "./example.ts";
import { closesAll, interrupt, LOCAL } from "./servers.ts";

test("chat-server: lines go to all others", async () => {
  await using chat = example("chat-server", LOCAL);
  const [host, port] = await listening(chat);
  await using peer = pythonSocket(
    `
    def join(name):
        f = socket.create_connection((sys.argv[1], int(sys.argv[2]))).makefile("rw", newline="\\n")
        assert f.readline() == "Your name?\\n"
        say(f, name)
        return f, f.readline()
    def say(f, text):
        f.write(text + "\\n")
        f.flush()
    ann, greeting = join("ann")
    assert greeting == "* here: nobody else\\n", greeting
    silent = socket.create_connection((sys.argv[1], int(sys.argv[2])))
    bob, greeting = join("bob")
    assert greeting == "* here: ann\\n", greeting
    assert ann.readline() == "* bob has come\\n"
    say(ann, "grüß dich\\x1b[2J\\r")
    assert bob.readline() == "ann: grüß dich[2J\\n"
    eve, greeting = join("\\neve")
    assert greeting == "* here: ann, bob\\n", greeting
    assert ann.readline() == bob.readline() == "* eve has come\\n"
    say(bob, "x" * 70000 + "\\ny")
    for f in ann, eve:
        assert f.readline() == "bob: " + "x" * 1000 + "\\n"
        assert f.readline() == "bob: y\\n"
    bob.close()
    assert ann.readline() == eve.readline() == "* bob has left\\n"
    # One byte at a time, and a character in two of them.
    for byte in "ein Ö\\n".encode():
        eve.buffer.write(bytes([byte]))
        eve.buffer.flush()
    assert ann.readline() == "eve: ein Ö\\n"
    dan, greeting = join("dan")
    assert greeting == "* here: ann, eve\\n", greeting
    assert ann.readline() == eve.readline() == "* dan has come\\n"
    print("interrupt")
    assert ann.read() == eve.read() == ""
    assert silent.recv(100) == b"Your name?\\n" and silent.recv(100) == b""
    `,
    host,
    port,
  );
  assertEquals(await peer.line(), "interrupt");
  assertEquals(await interrupt(chat, "SIGINT"), "");
  // Wine never closes a socket whose process is ended by force in the middle of a recv or send.
  if (hasSignals) assertEquals(await peer.end(), "");
});

test("chat-server: who does not read holds up nobody, and has to go", async () => {
  await using chat = example("chat-server", LOCAL);
  const [host, port] = await listening(chat);
  await using peer = pythonSocket(
    `
    import threading
    def join(name):
        s = socket.socket()
        s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096 if name == "slow" else 1 << 20)
        s.connect((sys.argv[1], int(sys.argv[2])))
        s.sendall(name.encode() + b"\\n")
        f = s.makefile("rb")
        assert f.readline() == b"Your name?\\n" and f.readline().startswith(b"* here: ")
        return s, f
    slow, _ = join("slow")
    reader, lines = join("reader")
    talker, _ = join("talker")
    assert lines.readline() == b"* talker has come\\n"
    # The talker is never so far ahead that the reader would have to go.
    ahead = threading.Semaphore(500)
    def talk():
        for i in range(12000):
            ahead.acquire()
            talker.sendall(b"%06d" % i + b"." * 900 + b"\\n")
    threading.Thread(target=talk, daemon=True).start()
    heard = []
    for _ in range(12001):
        heard.append(lines.readline())
        ahead.release()
    heard.remove(b"* slow has left\\n")
    assert heard == [b"talker: %06d" % i + b"." * 900 + b"\\n" for i in range(12000)]
    # It was closed: there is an end to what it can receive.
    try:
        while slow.recv(100000): pass
    except ConnectionResetError:
        pass
    print("ok")
    `,
    host,
    port,
  );
  assertEquals(await peer.end(), "ok\n");
  await closesAll(chat);
  await interrupt(chat);
});
