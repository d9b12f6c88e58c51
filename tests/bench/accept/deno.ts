const server = Deno.listen({ hostname: "127.0.0.1", port: 0, tcpBacklog: 4096 });
console.log(server.addr.port);
for await (const connection of server) connection.close();
