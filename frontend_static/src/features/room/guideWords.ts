/** The Facilitator's guide and scripts, for review by people who practise IFS. `___` is for the reader to fill. */
export const guide = {
  title: "Guide",
  tabs: { guide: "Guide", start: "First time", again: "Again", closing: "Closing" },
  before: "Before: rest, ask your own parts for room. Be warm, slow, few words; company, not cure.",
  steps: [
    ["Find", "Who is here? Let one part step forward."],
    ["Focus", "Where is it, in or around the body?"],
    ["Flesh out", "What is it like?"],
    ["Feel toward", "How do you feel toward it? If not open: ask for room first."],
    ["Befriend", "Listen, thank it. What would it like you to know?"],
    ["Fears", "What does it fear would happen if it stopped?"],
  ],
  points: [
    ["Hints are offers", "Glance, use your own voice, one thing or nothing. Your partner's face comes before the panel. No hint often means wait. Offline: go on."],
    ["Stuck", "Their last words again; “what do you notice now?”; three breaths. Do you want to rescue or hurry? That is a part of yours."],
    ["Never", "Old pain or its story, going round a part that protects, interpreting, diagnosing, advising, arguing with a part, promising, hurrying, asking while they are inside."],
    ["Stop", "When panic stays, contact is lost, safety is in doubt, or either of you wants to. The coach can miss it; with the coach off, nobody else watches."],
    ["After", "Rest. Keep no notes that tell who it was. Shaken? Talk to a peer or a help line."],
  ],
  start: [
    "Welcome, I'm glad you're here. I'm a peer, not a therapist. I won't diagnose, advise or fix. This is your time: you choose what we look at and how far we go. You can slow down, skip a question or stop, and never have to explain.",
    "The idea is simple. We all have parts: one wants to rest, another pushes on; one gets angry, one hides. That is not a fault. Each tries to help, even when its way is hard to live with. And underneath is a you that can be calm, curious and kind.",
    "We won't get rid of anyone. We'll try to meet one part, at its own speed. Deep old pain is not for today; it needs a trained person.",
    "I'll mostly listen. Now and then I'll ask something like “Where do you notice that in your body?” or “How do you feel toward it?” There is no right answer. “I don't know” is fine. If you go quiet, I'll wait.",
    "If it gets too much, say “pause” or lift a hand, and we come back to the room: eyes open, feet on the floor. If I worry about anyone's safety, I'll leave the parts and ask you directly. I may need to bring in help; I'll tell you first if I can. So may I ask which town you're in, and who is near if needed?",
    "If you switched it on, an AI coach hears you and writes hints on my screen only. It is no professional and can miss serious things. One tap stops it.",
    "We have about ___ minutes; I'll say when ten are left. What you share stays with me, unless someone is in danger.",
    "Are you somewhere private? Then take a breath, let your eyes close or rest somewhere, and tell me what is here today.",
  ],
  again: [
    "Good to see you. I'm a peer, not a therapist. You lead; pause, skip or stop anytime. No part has to change; deep old pain can wait for a trained person.",
    "If I worry about safety, I'll ask. Same place as before, anyone near? The coach listens only if you switched it on; one tap stops it.",
    "We have ___ minutes. Take a moment to arrive. What would like attention today?",
  ],
  closing: [
    "We're near the end, so nothing new now. Would you thank the parts that came, and those that stayed back? Anything they'd like you to remember?",
    "Now feel the chair, look around. How are you leaving? What kind thing could you do next? Thank you for your trust.",
  ],
} as const;
