/**
 * Charts never leave the machine: importing this module takes the network away from the process.
 * Every TCP connection of Node (http, https, fetch, WebSocket and TLS are built on it), every
 * datagram socket and every name look-up throws from here on. Chromium's side is closed in shell/security.ts.
 */
import dgram from 'node:dgram';
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

/** Thrown wherever something tries to reach the network. */
export class NetworkForbiddenError extends Error {
  constructor() {
    super('Rubricator does not use the network.');
    this.name = 'NetworkForbiddenError';
  }
}

function refuse(): never {
  throw new NetworkForbiddenError();
}

net.Socket.prototype.connect = refuse;
net.Server.prototype.listen = refuse;
dgram.Socket.prototype.bind = refuse;
dgram.Socket.prototype.send = refuse;
dgram.Socket.prototype.connect = refuse;
for (const name of ['lookup', 'resolve', 'resolve4', 'resolve6', 'reverse'] as const)
  dns[name] = refuse as never;
for (const name of ['lookup', 'resolve', 'resolve4', 'resolve6', 'reverse'] as const)
  dns.promises[name] = refuse;
globalThis.fetch = () => Promise.reject(new NetworkForbiddenError());
syncBuiltinESMExports();
