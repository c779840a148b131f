// How the tests run Cube: to this machine only, and asking its clients to wait after a second.
const { Server } = require('net');

const { listen } = Server.prototype;
Server.prototype.listen = function onThisMachine(port, ...rest) {
  return listen.call(this, { port, host: '127.0.0.1' }, ...rest);
};

module.exports = {
  contextToGroups: ({ securityContext }) => securityContext?.groups ?? [],
  orchestratorOptions: { continueWaitTimeout: 1 },
  queryRewrite: (query, { securityContext }) => {
    if (securityContext.refused) {
      throw new Error('Nothing for you');
    }
    return query;
  },
};
