package org.healthdiary.ui.screens

import androidx.compose.runtime.Composable
import androidx.compose.runtime.Immutable
import org.healthdiary.ui.R
import org.healthdiary.ui.parts.Card
import org.healthdiary.ui.parts.ChooseOne
import org.healthdiary.ui.parts.Heading
import org.healthdiary.ui.parts.MainButton
import org.healthdiary.ui.parts.Notice
import org.healthdiary.ui.parts.Page
import org.healthdiary.ui.parts.Paragraph
import org.healthdiary.ui.parts.Tone
import org.healthdiary.ui.state.ShownPerson
import org.healthdiary.ui.words.LocalFormats
import org.healthdiary.ui.words.words

/** Which person uses which button of a device. */
@Immutable
data class UsersState(
    val device: String,
    val people: List<ShownPerson>,
    val slots: List<UserSlot>,
    /** It could not be kept. */
    val failed: Boolean = false,
)

/** A user of a device. */
@Immutable
data class UserSlot(
    /** As the device counts it; none where it knows no users. */
    val user: Int?,
    /** As it stands on the device. */
    val shownAs: Int?,
    val owner: SlotOwner,
    /** Whether nobody needs to be chosen: once somebody has it, it is always somebody's. */
    val canBeLeft: Boolean = true,
)

/** Whose readings a user's are. */
@Immutable
sealed interface SlotOwner {
    /** Somebody is asked each time. */
    data object NotSet : SlotOwner

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
        if (state.failed) Notice(Tone.Error, words(R.string.common_failed))
        val several = state.slots.size > 1
        Paragraph(words(if (several) R.string.users_why else R.string.users_why_one, state.device))
        for (slot in state.slots) {
            slot.shownAs?.takeIf { several }?.let { Heading(words(R.string.users_slot, LocalFormats.current.number(it))) }
            val owners = state.people.map(SlotOwner::Of) + listOf(SlotOwner.NotSet).filter { slot.canBeLeft }
            Card {
                ChooseOne(owners, slot.owner, { act(UsersAction.Choose(slot.user, it)) }) { owner ->
                    when (owner) {
                        is SlotOwner.Of -> owner.person.name
                        SlotOwner.NotSet -> words(R.string.users_not_set)
                    }
                }
            }
        }
    }
}
