// Entry of the bundled language server: the editor starts it as a child process and talks over Node's own channel or stdio.
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { startServer } from "./server.js";

startServer(createConnection(ProposedFeatures.all));
