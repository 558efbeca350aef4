// Another entry, in another folder, which shares the kernel with the first.
import "./main";
