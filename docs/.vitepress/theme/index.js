// Owns: the site's theme: VitePress's own, without its web fonts, in Portcullis's colours.
// Must not: load anything from another host.
import Theme from "vitepress/theme-without-fonts";
import "./style.css";

export default Theme;
