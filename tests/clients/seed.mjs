// The seed's client, its TypeScript without the types: `streamWorkflow` and what its page does with it.

export const streamWorkflow = (post, params, onMessage) => {
  let previousLength = 0;
  return post({
    url: '/workflow/query',
    data: params,
    onDownloadProgress: (progressEvent) => {
      const rawData = progressEvent.event.target.response;
      if (!rawData || typeof rawData !== 'string') return;
      const newData = rawData.slice(previousLength);
      previousLength = rawData.length;
      if (!newData) return;
      const lines = newData.split('\n');
      for (const line of lines) {
        if (line.startsWith('data: ')) {
          const data = line.slice(6).trim();
          if (!data) continue;
          try {
            const parsed = JSON.parse(data);
            if (parsed === '[DONE]') {
              return;
            }
            if (typeof parsed === 'object' && parsed.type) {
              if (parsed.type === 'step_start') {
                onMessage('', true);
              } else if (parsed.type === 'step_end') {
                // the end of a step
              }
            } else if (typeof parsed === 'string') {
              onMessage(parsed, false);
            }
          } catch (e) {
            // not JSON
          }
        }
      }
    },
  });
};

// What the page ends up showing, the calls of `onMessage` it came from, and the stream as it was.
export const executeWorkflow = async (post, message) => {
  let allContent = '';
  const heard = [];
  const raw = await streamWorkflow(post, { message }, (content, isNewStep) => {
    heard.push([content, isNewStep]);
    if (isNewStep) {
      if (allContent) {
        if (!allContent.endsWith('\n')) {
          allContent += '\n';
        }
        allContent += '\n\n';
      }
    } else if (content) {
      allContent += content;
    }
  });
  return { allContent, heard, raw };
};

// axios in a browser, as far as the client uses it
export const browserPost = ({ url, data, onDownloadProgress }) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', url);
    request.setRequestHeader('Content-Type', 'application/json');
    request.responseType = 'text';
    request.onprogress = (event) => onDownloadProgress({ event });
    request.onloadend = () => resolve(request.response);
    request.onerror = reject;
    request.send(JSON.stringify(data));
  });

// The same under Node: `node seed.mjs ADDRESS MESSAGE` prints the result as JSON.
const nodePost = (address) => async ({ url, data, onDownloadProgress }) => {
  const answer = await fetch(address + url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(data),
  });
  let response = '';
  for await (const piece of answer.body.pipeThrough(new TextDecoderStream())) {
    response += piece;
    onDownloadProgress({ event: { target: { response } } });
  }
  return response;
};

if (typeof process !== 'undefined') {
  const [address, message] = process.argv.slice(2);
  console.log(JSON.stringify(await executeWorkflow(nodePost(address), message)));
}
