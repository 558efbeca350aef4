// A webpack loader that takes the types away.
const { transform } = require("esbuild");

module.exports = function typeless(source) {
  const done = this.async();
  transform(source, { loader: "ts" }).then(({ code }) => done(null, code), done);
};
