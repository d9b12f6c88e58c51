import {
  create_connection,
  create_server,
  type InetAddress,
  IPPROTO_TCP,
  type Socket,
  TCP_NODELAY,
} from "@bsd/socket";

const SIZE = 64;
const buffer = new Uint8Array(SIZE);

function serve(): never {
  using server = create_server(["127.0.0.1", 0]);
  console.log(server.getsockname()[1]);
  for (;;) {
    const [connection] = server.accept();
    using _ = connection;
    connection.setsockopt(IPPROTO_TCP, TCP_NODELAY, true);
    while (connection.recv_into(buffer) === SIZE) connection.sendall(buffer);
  }
}

function exchange(connection: Socket<InetAddress>, times: number): void {
  for (let i = 0; i < times; i++) {
    connection.sendall(buffer);
    if (connection.recv_into(buffer) !== SIZE) throw new Error("not what was sent");
  }
}

const [mode, port, exchanges] = Deno.args;
if (mode === "serve") serve();
const connection = create_connection(["127.0.0.1", Number(port)]) as Socket<InetAddress>;
connection.setsockopt(IPPROTO_TCP, TCP_NODELAY, true);
exchange(connection, 3000);
const begin = performance.now();
exchange(connection, Number(exchanges));
console.log((performance.now() - begin) * 1e3 / Number(exchanges));
