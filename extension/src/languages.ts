// Languages whose loops the server analyses, as the editor names them.
export const languages = ["typescript", "javascript", "typescriptreact", "javascriptreact"] as const;
