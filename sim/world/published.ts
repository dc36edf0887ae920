/**
 * Published figures about failures of cloud services, and what the virtual world makes of each: used, implied, or left
 * out with the reason. Data for the documentation; nothing computes with it.
 */
export interface Published {
  readonly what: string;
  readonly figures: string;
  readonly source: string;
  readonly use: string;
}

export const PUBLISHED: readonly Published[] = [
  {
    what: 'root causes, 152 severe incidents',
    figures:
      'code 27.0, dependency 16.4, infrastructure 15.8, deployment 13.2, configuration 12.5, database and network 10.5, authentication 4.6 %',
    source: "Ghosh et al., SoCC'22",
    use: 'shares of the causes; deployment errors are split over code and configuration',
  },
  {
    what: 'mitigations of the same',
    figures:
      'rollback 22.4, infrastructure change 21.1, external 15.8, configuration 13.2, ad hoc 11.8, code 7.9, transient 7.9 %',
    source: "Ghosh et al., SoCC'22",
    use: 'chance that a rollback cures a configuration error (47 of 68); lower end of what passes by itself',
  },
  {
    what: 'delays and detection of the same',
    figures: '30 % delayed with the cause known; 17 % without monitor or telemetry',
    source: "Ghosh et al., SoCC'22",
    use: 'none: delays are within the spread of human response, and what raises no alarm reaches no healer',
  },
  {
    what: 'triggers of outages, Google 2010-17',
    figures:
      'binary push 37, configuration push 31, user behaviour 9, pipeline 6, provider 5, performance decay 5, capacity 5, hardware 2 %',
    source: 'Site Reliability Workbook, postmortem analysis',
    use: 'none directly: the causes above give 53 % by change, which is lower, so that the world favours rollback less',
  },
  {
    what: 'root-cause categories, Google',
    figures: 'software 41.35, process 20.23, complex behaviour 16.90, deployment planning 6.74, network 2.75 %',
    source: 'Site Reliability Workbook, postmortem analysis',
    use: 'none: categories of causes people fix, not of what a healer meets',
  },
  {
    what: 'outages due to change',
    figures: 'about 70 %',
    source: 'Site Reliability Engineering',
    use: 'none, see above',
  },
  {
    what: 'incidents that are software bugs, Azure',
    figures: 'about 40 %',
    source: 'Liu et al., HotOS 2019',
    use: 'agrees with code and its share of deployment errors, 35 %',
  },
  {
    what: 'failures attributed to deployments',
    figures: 'precision 92.4 %, recall 100 %',
    source: "Gandalf, NSDI'20",
    use: 'how often a deployment is seen before a failure, caused by it or not',
  },
  {
    what: 'detection of memory leaks',
    figures: 'precision 85 %, recall 91 %',
    source: "RESIN, OSDI'22",
    use: 'precision: false alarms of that type; recall: none, what is not detected reaches no healer',
  },
  {
    what: 'recovery without help',
    figures: 'heavy-tailed rather than exponential',
    source: 'arXiv 1810.03278',
    use: 'Lomax distribution',
  },
  {
    what: 'learned policies in production',
    figures: '−10 % downtime; −26 % interruptions',
    source: "Zhu and Yuan, DSN'07; Narya, OSDI'20",
    use: 'none: what to compare the result with',
  },
  {
    what: 'restart backoff',
    figures: '10 s doubling to 300 s',
    source: 'Kubernetes CrashLoopBackOff',
    use: 'the policy that restarts for ever',
  },
  {
    what: 'metastable loops and retry storms',
    figures: '8 requests a second against a limit of 20, sustained by three attempts each',
    source: 'SREGym',
    use: 'the form of the storms, not their figures',
  },
  {
    what: 'length of a regional event',
    figures: '14.5 h',
    source: 'AWS, October 2025',
    use: 'none: no policy of one product heals a region',
  },
];
