// What to do about a kernel module that no worker could load.

/** @param reason why, in the words of Node or of a worker @param name the kernel's */
export function loadingHelp(reason: string, name: string): string {
  if (/Unknown file extension "\.[cm]?tsx?"/.test(reason)) {
    return "Install tsx or typescript (before version 7) beside it, or run Node 22.18 or later, which strips types.";
  }
  if (reason.includes("does not register")) {
    return `Add ${name} to the call of registerKernels at the end of that file.`;
  }
  return "A kernel module loads by itself, without the program around it, and registers its kernels at its end.";
}
