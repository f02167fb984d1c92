/** The demo's story: a small team builds a website for a (made-up) ferry line. Hours count back from now. */
export const DEMO_PASSWORD = 'atrium-demo';

export const DEMO_PEOPLE = [
  { name: 'Ada Lindqvist', email: 'ada@demo.example', role: 'owner' },
  { name: 'Ben Okafor', email: 'ben@demo.example', role: 'manager' },
  { name: 'Chiara Rossi', email: 'chiara@demo.example', role: 'agent' },
  { name: 'Dev Patel', email: 'dev@demo.example', role: 'agent' },
  { name: 'Emi Tanaka', email: 'emi@demo.example', role: 'agent' },
] as const;

/** Index into DEMO_PEOPLE. */
type Who = 0 | 1 | 2 | 3 | 4;

export interface DemoItem {
  readonly id: string;
  readonly type: 'epic' | 'story' | 'task' | 'bug' | 'sub_task';
  readonly title: string;
  readonly by: Who;
  /** Hours ago that it was written down. */
  readonly at: number;
  readonly parent?: string;
  readonly description?: string;
  readonly priority?: 'low' | 'medium' | 'high' | 'urgent';
  readonly assignees?: readonly Who[];
  readonly labels?: readonly string[];
  readonly estimate?: number;
  /** Days from now. */
  readonly due?: number;
  /** Where it went, and when (hours ago). */
  readonly moves?: readonly (readonly [status: string, at: number, by: Who])[];
  readonly comments?: readonly (readonly [text: string, at: number, by: Who])[];
}

export const DEMO_LABELS = [
  { name: 'Booking', color: 'teal' },
  { name: 'Accessibility', color: 'amber' },
];

export const DEMO_ITEMS: readonly DemoItem[] = [
  {
    id: 'booking',
    type: 'epic',
    title: 'Book a crossing in under a minute',
    by: 0,
    at: 172,
    priority: 'high',
    assignees: [1],
    labels: ['Booking', 'Feature'],
    due: 21,
    description:
      'People book on the pier, on a phone, with one hand. **One minute from opening the page to a ticket** is the aim.\n\n- no account needed\n- three fields at most\n- works with a weak signal',
    moves: [['in_progress', 150, 1]],
  },
  {
    id: 'search',
    type: 'story',
    title: 'Find a crossing by pier and time',
    by: 1,
    at: 168,
    parent: 'booking',
    priority: 'high',
    assignees: [2],
    labels: ['Booking'],
    estimate: 5,
    moves: [
      ['in_progress', 140, 2],
      ['in_review', 70, 2],
      ['done', 46, 1],
    ],
    comments: [
      ['The timetable has two kinds of summer. I take the one of the harbour office.', 120, 2],
      ['Good catch. That is the one on the posters, too.', 118, 0],
    ],
  },
  {
    id: 'timetable',
    type: 'sub_task',
    title: 'Read the harbour timetable',
    by: 2,
    at: 160,
    parent: 'search',
    assignees: [2],
    estimate: 2,
    moves: [
      ['in_progress', 139, 2],
      ['done', 112, 2],
    ],
  },
  {
    id: 'nearest',
    type: 'sub_task',
    title: 'Suggest the nearest pier',
    by: 2,
    at: 159,
    parent: 'search',
    assignees: [3],
    estimate: 3,
    moves: [
      ['in_progress', 110, 3],
      ['done', 75, 3],
    ],
  },
  {
    id: 'pay',
    type: 'story',
    title: 'Pay without an account',
    by: 1,
    at: 165,
    parent: 'booking',
    priority: 'urgent',
    assignees: [3, 2],
    labels: ['Booking', 'Feature'],
    estimate: 8,
    due: 4,
    description: 'Card and the usual wallets. The ticket goes to the e-mail address, and stays on the phone.',
    moves: [['in_progress', 52, 3]],
    comments: [
      ['@chiara can you look at how the ticket looks without a network?', 30, 3],
      ['On it. First try: it opens from the home screen, in flight mode.', 20, 2],
    ],
  },
  {
    id: 'wallet',
    type: 'sub_task',
    title: 'Ticket stays readable offline',
    by: 3,
    at: 60,
    parent: 'pay',
    assignees: [2],
    labels: ['Accessibility'],
    estimate: 3,
    moves: [['in_progress', 28, 2]],
  },
  {
    id: 'refund',
    type: 'sub_task',
    title: 'Refund when a crossing is cancelled',
    by: 1,
    at: 58,
    parent: 'pay',
    estimate: 5,
  },
  {
    id: 'weather',
    type: 'story',
    title: 'Say early that the weather stops a crossing',
    by: 0,
    at: 150,
    parent: 'booking',
    priority: 'medium',
    assignees: [1],
    estimate: 3,
    due: 9,
    moves: [['todo', 100, 1]],
  },
  {
    id: 'live',
    type: 'epic',
    title: 'Where is my ferry?',
    by: 0,
    at: 170,
    priority: 'medium',
    assignees: [0],
    labels: ['Feature'],
    due: 45,
    description: 'A map that is never more than ten seconds old.',
  },
  {
    id: 'ais',
    type: 'story',
    title: 'Positions from the ship transponders',
    by: 3,
    at: 130,
    parent: 'live',
    assignees: [3],
    estimate: 8,
    moves: [['todo', 96, 1]],
  },
  {
    id: 'map',
    type: 'story',
    title: 'Map with the two piers and the boat between',
    by: 2,
    at: 128,
    parent: 'live',
    assignees: [2],
    labels: ['Accessibility'],
    estimate: 5,
  },
  {
    id: 'eta',
    type: 'task',
    title: 'Show minutes to arrival on the pier displays',
    by: 1,
    at: 90,
    parent: 'live',
    estimate: 3,
  },
  {
    id: 'dst',
    type: 'bug',
    title: 'Night crossings vanish when the clocks change',
    by: 4,
    at: 80,
    priority: 'urgent',
    assignees: [2],
    labels: ['Bug', 'Booking'],
    due: -1,
    description:
      '1. Choose the last Sunday of October\n2. Look for the crossing at 02:30\n\nIt is there twice, or not at all.',
    moves: [
      ['in_progress', 26, 2],
      ['in_review', 5, 2],
    ],
    comments: [
      [
        'The list was made in local time. Now it is made in UTC and shown in local time; a test walks the whole year.',
        5,
        2,
      ],
    ],
  },
  {
    id: 'contrast',
    type: 'bug',
    title: 'Grey times on the grey card cannot be read in the sun',
    by: 4,
    at: 76,
    priority: 'high',
    assignees: [2],
    labels: ['Bug', 'Accessibility'],
    estimate: 1,
    moves: [
      ['in_progress', 48, 2],
      ['done', 44, 2],
    ],
  },
  {
    id: 'keyboard',
    type: 'bug',
    title: 'Date picker cannot be left with the keyboard',
    by: 4,
    at: 66,
    priority: 'medium',
    assignees: [3],
    labels: ['Bug', 'Accessibility'],
    estimate: 2,
    moves: [['todo', 50, 1]],
  },
  {
    id: 'double',
    type: 'bug',
    title: 'Two taps on “Pay” book twice',
    by: 3,
    at: 40,
    priority: 'urgent',
    assignees: [3],
    labels: ['Bug', 'Booking'],
    moves: [['in_progress', 22, 3]],
    comments: [
      ['The button waits now, but the server must not care either. Same request, same booking.', 12, 3],
      ['Agreed, please both.', 11, 0],
    ],
  },
  {
    id: 'photos',
    type: 'task',
    title: 'Photographs of the boats, with permission',
    by: 1,
    at: 100,
    assignees: [1],
    moves: [
      ['in_progress', 72, 1],
      ['done', 24, 1],
    ],
  },
  {
    id: 'imprint',
    type: 'task',
    title: 'Imprint and privacy page',
    by: 0,
    at: 98,
    priority: 'low',
    assignees: [0],
    estimate: 1,
    due: 12,
    moves: [['todo', 60, 0]],
  },
  {
    id: 'newsletter',
    type: 'task',
    title: 'Newsletter for commuters',
    by: 1,
    at: 95,
    priority: 'low',
    moves: [['canceled', 47, 0]],
    comments: [['Nobody on the pier asked for one. Let us not.', 47, 0]],
  },
  {
    id: 'groups',
    type: 'story',
    title: 'Tickets for school classes',
    by: 4,
    at: 35,
    priority: 'low',
    labels: ['Booking'],
    estimate: 5,
  },
  {
    id: 'bikes',
    type: 'story',
    title: 'Say how many bicycles still fit',
    by: 1,
    at: 33,
    labels: ['Improvement'],
    estimate: 3,
    moves: [['todo', 18, 1]],
  },
  {
    id: 'load',
    type: 'task',
    title: 'Try the booking page with 2,000 people at once',
    by: 3,
    at: 16,
    priority: 'medium',
    assignees: [3],
    due: 6,
    moves: [['todo', 8, 1]],
  },
];
