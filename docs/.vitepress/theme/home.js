// Owns: the home page in place of VitePress's own, which has no main landmark.
// Must not: say anything; the words are in docs/index.md.
import { Content } from "vitepress";
import Body from "vitepress/dist/client/theme-default/components/VPHomeContent.vue";
import Features from "vitepress/dist/client/theme-default/components/VPHomeFeatures.vue";
import Hero from "vitepress/dist/client/theme-default/components/VPHomeHero.vue";
import { h } from "vue";

export default () => h("main", { class: "VPHome" }, [h(Hero), h(Features), h(Body, null, () => h(Content))]);
