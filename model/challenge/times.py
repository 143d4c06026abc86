"""When the phases of a challenge open and close: as its definition says, or as the organiser has set it since."""

from __future__ import annotations

from datetime import datetime, timedelta

from model.challenge.definition import Definition, Phase
from model.challenge.roles import Action, Role, may
from model.challenge.store.store import Store
from model.challenge_errors import PhaseNotOpen

LONGEST = timedelta(days=3650)
"""How long a phase stays open that the organiser opens after its end."""


def phases_now(definition: Definition, store: Store | None) -> tuple[Phase, ...]:
    """The phases with the times that count."""
    times = store.phases.times(definition.slug) if store else {}
    return tuple(
        phase.model_copy(update={"opens": times[phase.set].opens, "closes": times[phase.set].closes})
        if phase.set in times
        else phase
        for phase in definition.phases
    )


def open_now(definition: Definition, store: Store, name: str, who: str) -> None:
    """Open a phase at once; it closes as planned, or stays open if that time has passed."""
    phase, now = _phase(definition, store, name), store.database.now()
    closes = phase.closes if phase.closes > now else now + LONGEST
    store.phases.set_times(definition.slug, name, min(now, phase.opens), closes, who)


def close_now(definition: Definition, store: Store, name: str, who: str) -> None:
    """Close a phase at once."""
    phase, now = _phase(definition, store, name), store.database.now()
    store.phases.set_times(definition.slug, name, min(phase.opens, now - timedelta(microseconds=1)), now, who)


def require_open(
    definition: Definition, store: Store, name: str, action: Action = Action.SUBMIT, role: Role = Role.TEAM
) -> None:
    """Return if the role may do this with its own entries of the phase now.

    Raises:
        PhaseNotOpen: it may not.
    """
    phase = _phase(definition, store, name)
    if not may(role, action, phase.stage(store.database.now()), own=True):
        raise PhaseNotOpen(set=name)


def shown(phase: Phase, role: Role, now: datetime) -> bool:
    """Whether a role sees the scores of a phase now."""
    return may(role, Action.SEE_HIDDEN_SCORE if phase.hidden else Action.SEE_PUBLIC_SCORE, phase.stage(now))


def _phase(definition: Definition, store: Store, name: str) -> Phase:
    found = next((phase for phase in phases_now(definition, store) if phase.set == name), None)
    if found is None:
        raise PhaseNotOpen(set=name)
    return found
