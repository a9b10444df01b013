// Loaded into a program before anything else: whatever asks for the network ends the program at once.
import dns from 'node:dns';
import net from 'node:net';

function refuse(what) {
  process.stderr.write(`asked for the network: ${what}\n`);
  process.exit(99);
}

const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function connectLocally(...given) {
  const [options] = Array.isArray(given[0]) ? given[0] : given;
  // Pipes of child processes are sockets too, and have a path.
  if (typeof options === 'object' && options !== null && 'path' in options && options.path) {
    return connect.apply(this, given);
  }
  return refuse(JSON.stringify(options));
};
for (const name of ['lookup', 'resolve', 'resolve4', 'resolve6']) {
  dns[name] = (host) => refuse(host);
  dns.promises[name] = async (host) => refuse(host);
}
