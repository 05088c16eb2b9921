"""A person's meetings need different slots: whether they find them, and which slots none of them can have.

What takes part in no assignment of all is struck (J.-C. Regin, AAAI 1994); slots are bits of a mask.
"""

from __future__ import annotations

from treffen.solvers.base.kernels import late_jit


@late_jit(is_inner=True)
def _find_slot(first, domains, at, owner, came, queue):  # type: ignore[no-untyped-def]
    """Whether a person's meeting finds a slot, for which others of theirs change slots where they can."""
    queue[0], n, head, seen = first, 1, 0, 0
    while head < n:
        i = queue[head]
        head += 1
        for t in range(owner.shape[0]):
            if not domains[i] >> t & 1 or seen >> t & 1:
                continue
            seen |= 1 << t
            came[t] = i
            if owner[t] >= 0:
                queue[n] = owner[t]
                n += 1
                continue
            mover, to = -1, t
            while mover != first:
                mover = came[to]
                left = at[mover]
                owner[to], at[mover] = mover, to
                to = left
            return True
    return False


@late_jit(is_inner=True)
def assigned(n, domains, at, owner, came, queue):  # type: ignore[no-untyped-def]
    """Whether all n meetings of a person find different slots; `at` has the slots from which to begin."""
    owner[:] = -1
    for i in range(n):
        if at[i] >= 0 and domains[i] >> at[i] & 1:
            owner[at[i]] = i
        else:
            at[i] = -1
    is_complete = True
    for i in range(n):
        if is_complete and at[i] < 0:
            is_complete = _find_slot(i, domains, at, owner, came, queue)
    return is_complete


@late_jit(is_inner=True)
def _can_empty(union, domains, owner, reach):  # type: ignore[no-untyped-def]
    """The slots that are empty or that a person's meetings can leave; `reach`: where one of each can lead."""
    n_slots, open_ = owner.shape[0], 0
    for t in range(n_slots):
        if owner[t] < 0:
            reach[t] = 0
            open_ |= union & 1 << t
        else:
            reach[t] = domains[owner[t]] & ~(1 << t)
    for middle in range(n_slots):
        for t in range(n_slots):
            if reach[t] >> middle & 1:
                reach[t] |= reach[middle]
    for t in range(n_slots):
        if reach[t] & open_:
            open_ |= 1 << t
    return open_


@late_jit(is_inner=True)
def narrow(n, domains, at, owner, reach):  # type: ignore[no-untyped-def]
    """Strike from each domain what no assignment uses."""
    n_slots, union = owner.shape[0], 0
    for i in range(n):
        union |= domains[i]
    open_ = _can_empty(union, domains, owner, reach)
    for i in range(n):
        for t in range(n_slots):
            if domains[i] >> t & 1 and t != at[i] and not open_ >> t & 1 and not reach[t] >> at[i] & 1:
                domains[i] &= ~(1 << t)
