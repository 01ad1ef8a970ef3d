// Starts `pzc lsp` and lets it answer for .pz files; everything about the language is on the server's side.
const vscode = require("vscode");
const { LanguageClient, TransportKind } = require("vscode-languageclient/node");

let client;

async function start() {
  const [command, ...args] = vscode.workspace.getConfiguration("pz").get("command");
  const run = { command, args, transport: TransportKind.stdio };
  const watcher = vscode.workspace.createFileSystemWatcher("**/{*.pz,pz.lock}");
  client = new LanguageClient("pz", "pz", { run, debug: run }, {
    documentSelector: [{ scheme: "file", language: "pz" }],
    synchronize: { fileEvents: watcher },
  });
  try {
    await client.start();
  } catch (error) {
    const message = `pz: \`${command}\` could not be started. Install it with \`pip install 'pzdsl[lsp]'\`, ` +
      `or name it in the setting pz.command. (${error.message || error})`;
    vscode.window.showErrorMessage(message);
  }
}

exports.activate = async (context) => {
  context.subscriptions.push(vscode.commands.registerCommand("pz.restart", async () => {
    if (client) await client.stop().catch(() => {});
    await start();
  }));
  await start();
};

exports.deactivate = () => client && client.stop().catch(() => {});
