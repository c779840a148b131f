// `node gradio.mjs ADDRESS QUESTION` prints each output of /query as one line of JSON.
import { Client } from '@gradio/client';

const [address, question] = process.argv.slice(2);
const client = await Client.connect(address, { events: ['data', 'status'] });
for await (const message of client.submit('/query', { question })) {
  if (message.type === 'data') console.log(JSON.stringify(message.data[0]));
  if (message.type === 'status' && message.stage === 'error') throw new Error(message.message);
  if (message.type === 'status' && message.stage === 'complete') break;
}
client.close();
process.exit();
