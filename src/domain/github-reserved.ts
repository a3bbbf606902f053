// First segments that GitHub and its Enterprise Server keep for pages of their own: names that nobody can register, from
// the list of npm's github-reserved-names 2.2.0 (MIT), and pages that have come since or are Enterprise's alone.
const reserved = new Set(
  `
  about accelerator account account-recovery admin advisories anonymous any api apps assets attributes auth
  avatars billing blob blog bounty branches business businesses c cache careers case-studies categories
  central certification changelog chat cla cloud codeload codereview codesearch codespaces collection
  collections comments commit commits companies compare contact contributing cookbook copilot coupons
  customer customer-stories customer-terms customers dashboard dashboard-feed dashboards design develop
  developer devices diff discover discussions downloads downtime editor editors edu education enterprise
  enterprises events explore featured features feed files fixtures forked garage ghost gist gists git-guides
  github-copilot graphs groups guide guides help help-wanted home hooks hosting hovercards identity
  images inbox individual info integration interfaces introduction invalid-email-address investors issues
  jobs join journal journals lab labs languages launch layouts learn legal library linux listings lists
  login logos logout mac maintenance malware man marketplace mcp media mention mentioned mentioning mentions
  migrating milestones mine mirrors mobile models navigation network new news newsletter newsroom none
  nonprofit nonprofits notices notifications oauth octocaptcha offer open-source opensearch organisations
  organizations orgs pages partners password_reset payments personal plans plugins popular popularity posts
  premium-support press preview pricing professional projects pulls raw readme recommendations redeem
  releases render reply repos repositories resources restore revert save-net-neutrality saved scraping
  search security services session sessions settings setup shareholders showcases signin signup site
  site-policy sitemap social-impact socials solutions spam spark sponsors ssh staff stafftools starred stars
  static status statuses storage store stories styleguide subscriptions sudo suggest suggestion suggestions
  support suspended talks teach teacher teachers teaching team teams ten terms timeline topic topics tos
  tour train training translations tree trending trust-center undefined updates uploads user
  user-attachments username users viewscreen visualization w watching why-github wiki wikis windows
  works-with www0 www1 www2 www3 www4 www5 www6 www7 www8 www9
  `
    .trim()
    .split(/\s+/),
);

/** Whether the first segment of a GitHub address is a page of GitHub's own, and no account. */
export function isReservedName(name: string): boolean {
  return reserved.has(name.toLowerCase());
}
