package org.healthdiary.ui.screens

import androidx.compose.runtime.Composable
import androidx.compose.runtime.Immutable
import org.healthdiary.ui.R
import org.healthdiary.ui.parts.Card
import org.healthdiary.ui.parts.ChooseOne
import org.healthdiary.ui.parts.Heading
import org.healthdiary.ui.parts.MainButton
import org.healthdiary.ui.parts.Page
import org.healthdiary.ui.parts.Paragraph
import org.healthdiary.ui.state.ShownPerson
import org.healthdiary.ui.words.LocalFormats
import org.healthdiary.ui.words.words

/** Which person uses which button of a device. */
@Immutable
data class UsersState(
    val device: String,
    val people: List<ShownPerson>,
    val slots: List<UserSlot>,
)

/** A user of a device. */
@Immutable
data class UserSlot(
    /** As the device counts it; none where it knows no users. */
    val user: Int?,
    /** As it stands on the device. */
    val shownAs: Int?,
    val owner: SlotOwner,
)

/** Whose readings a user's are. */
@Immutable
sealed interface SlotOwner {
    /** Somebody is asked each time. */
    data object NotSet : SlotOwner

    data object Guest : SlotOwner

    data class Of(
        val person: ShownPerson,
    ) : SlotOwner
}

/** What can be done on [UsersScreen]. */
sealed interface UsersAction {
    data object Back : UsersAction

    data object Save : UsersAction

    data class Choose(
        val user: Int?,
        val owner: SlotOwner,
    ) : UsersAction
}

/** Which person uses which button of a device. */
@Composable
fun UsersScreen(
    state: UsersState,
    act: (UsersAction) -> Unit,
) {
    Page(
        title = words(R.string.users_title),
        back = { act(UsersAction.Back) },
        foot = { MainButton(words(R.string.common_save)) { act(UsersAction.Save) } },
    ) {
        val several = state.slots.size > 1
        Paragraph(words(if (several) R.string.users_why else R.string.users_why_one, state.device))
        val owners = state.people.map(SlotOwner::Of) + SlotOwner.Guest + SlotOwner.NotSet
        for (slot in state.slots) {
            slot.shownAs?.takeIf { several }?.let { Heading(words(R.string.users_slot, LocalFormats.current.number(it))) }
            Card {
                ChooseOne(owners, slot.owner, { act(UsersAction.Choose(slot.user, it)) }) { owner ->
                    when (owner) {
                        is SlotOwner.Of -> owner.person.name
                        SlotOwner.Guest -> words(R.string.users_guest)
                        SlotOwner.NotSet -> words(R.string.users_not_set)
                    }
                }
            }
        }
    }
}
