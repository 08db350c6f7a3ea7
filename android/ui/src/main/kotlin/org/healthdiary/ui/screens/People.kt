package org.healthdiary.ui.screens

import androidx.compose.foundation.background
import androidx.compose.foundation.clickable
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.ExperimentalLayoutApi
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.widthIn
import androidx.compose.foundation.shape.CircleShape
import androidx.compose.foundation.text.KeyboardOptions
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.Immutable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.text.input.KeyboardCapitalization
import org.healthdiary.ui.R
import org.healthdiary.ui.look.LocalOffers
import org.healthdiary.ui.look.Offer
import org.healthdiary.ui.look.Sizes
import org.healthdiary.ui.look.Type
import org.healthdiary.ui.look.roles
import org.healthdiary.ui.parts.Aside
import org.healthdiary.ui.parts.Ask
import org.healthdiary.ui.parts.Card
import org.healthdiary.ui.parts.ChooseOne
import org.healthdiary.ui.parts.Heading
import org.healthdiary.ui.parts.MainButton
import org.healthdiary.ui.parts.Notice
import org.healthdiary.ui.parts.Page
import org.healthdiary.ui.parts.SideButton
import org.healthdiary.ui.parts.TextLine
import org.healthdiary.ui.parts.Tone
import org.healthdiary.ui.parts.TwoLines
import org.healthdiary.ui.parts.WordButton
import org.healthdiary.ui.state.ShownPerson
import org.healthdiary.ui.words.beside
import org.healthdiary.ui.words.words

/** The people of the household. */
@Immutable
data class PeopleState(
    val people: List<Member> = emptyList(),
    /** The person whose line is open. */
    val opened: String? = null,
    val step: PeopleStep = PeopleStep.Looking,
    /** While somebody is added. */
    val newName: String = "",
    val newRole: MemberRole = MemberRole.Adult,
    val problem: PeopleProblem? = null,
)

/** Why it was not done. */
enum class PeopleProblem {
    /** Somebody has that name, or it is none. */
    Name,

    /** Somebody has to look after the household. */
    LastOwner,
    Failed,
}

/** What goes on among the people. */
enum class PeopleStep { Looking, Adding, ChangingRole, HandingOver, Removing }

/** A person of the household, with their role and lock. */
@Immutable
data class Member(
    val person: ShownPerson,
    val role: MemberRole,
    val lock: MemberLock = MemberLock.None,
)

/** What a person is in the household; as in the core. */
enum class MemberRole { Owner, Adult, Child, Guest }

/** Whether a person's diary has a lock of its own. */
enum class MemberLock { None, Open, Shut }

/** What can be done on [PeopleScreen]. */
sealed interface PeopleAction {
    data object Back : PeopleAction

    /** Adds whoever was typed, or begins to. */
    data object Add : PeopleAction

    data class Name(
        val name: String,
    ) : PeopleAction

    /** The role of the new person, or of the opened one. */
    data class Role(
        val role: MemberRole,
    ) : PeopleAction

    /** Opens a person's line, or shuts it. */
    data class Look(
        val person: String,
    ) : PeopleAction

    data class OpenDiary(
        val person: String,
    ) : PeopleAction

    data class Unlock(
        val person: String,
    ) : PeopleAction

    data class Shut(
        val person: String,
    ) : PeopleAction

    /** Asks before, or begins. */
    data class Begin(
        val step: PeopleStep,
    ) : PeopleAction

    data class HandOver(
        val person: String,
    ) : PeopleAction

    data class Remove(
        val person: String,
    ) : PeopleAction
}

/** The people of the household, their roles and locks. */
@Composable
fun PeopleScreen(
    state: PeopleState,
    act: (PeopleAction) -> Unit,
) {
    val adding = state.step == PeopleStep.Adding
    Page(
        title = words(R.string.people_title),
        back = { act(PeopleAction.Back) },
        foot = { MainButton(words(R.string.people_add), enabled = !adding || state.newName.isNotBlank()) { act(PeopleAction.Add) } },
    ) {
        if (state.problem == PeopleProblem.LastOwner) Notice(Tone.Attention, words(R.string.people_last_owner))
        if (state.problem == PeopleProblem.Failed) Notice(Tone.Error, words(R.string.common_failed))
        if (adding) {
            val wrong = words(R.string.people_name_taken).takeIf { state.problem == PeopleProblem.Name }
            TextLine(
                words(R.string.people_name),
                state.newName,
                wrong = wrong,
                keys = KeyboardOptions(capitalization = KeyboardCapitalization.Words),
            ) {
                act(PeopleAction.Name(it))
            }
            Roles(state.newRole, act)
        } else {
            for (member in state.people) MemberCard(member, state, act)
        }
    }
}

@Composable
private fun ColumnScope.Roles(
    chosen: MemberRole,
    act: (PeopleAction) -> Unit,
) {
    Heading(words(R.string.people_role))
    Card {
        ChooseOne(MemberRole.entries, chosen, { act(PeopleAction.Role(it)) }, below = { words(roleMeaning(it)) }) { words(roleWords(it)) }
    }
    Aside(words(R.string.people_role_note))
}

@Composable
private fun MemberCard(
    member: Member,
    state: PeopleState,
    act: (PeopleAction) -> Unit,
) {
    val opened = state.opened == member.person.id
    Card {
        Row(
            Modifier
                .fillMaxWidth()
                .clickable(role = Role.Button) { act(PeopleAction.Look(member.person.id)) }
                .heightIn(min = Sizes.mainTarget)
                .padding(Sizes.edge),
            horizontalArrangement = Arrangement.spacedBy(Sizes.gap),
            verticalAlignment = Alignment.CenterVertically,
        ) {
            Initials(member.person.name)
            TwoLines(member.person.name, beside(words(roleWords(member.role)), words(lockWords(member.lock))), Modifier.weight(1f))
        }
        if (opened) {
            Column(
                Modifier.padding(start = Sizes.edge, end = Sizes.edge, bottom = Sizes.edge),
                verticalArrangement = Arrangement.spacedBy(Sizes.apart),
            ) { Opened(member, state.step, act) }
        }
    }
}

/** The first letters of a name; its words say it better, so they are not read aloud. */
@Composable
private fun Initials(name: String) {
    val letters = name.split(' ').filter(String::isNotEmpty).take(2).joinToString("") { it.take(1).uppercase() }
    Box(
        Modifier
            .clip(CircleShape)
            .background(roles.primary)
            .widthIn(min = Sizes.target)
            .heightIn(min = Sizes.target)
            .clearAndSetSemantics {},
        contentAlignment = Alignment.Center,
    ) {
        Text(letters, style = Type.strong, color = roles.onPrimary, maxLines = 1)
    }
}

@OptIn(ExperimentalLayoutApi::class)
@Composable
private fun ColumnScope.Opened(
    member: Member,
    step: PeopleStep,
    act: (PeopleAction) -> Unit,
) {
    val person = member.person
    val leave = { act(PeopleAction.Begin(PeopleStep.Looking)) }
    when (step) {
        PeopleStep.ChangingRole -> {
            Roles(member.role, act)
        }

        PeopleStep.HandingOver -> {
            Ask(words(R.string.people_hand_over_why, person.name), words(R.string.people_hand_over), leave) {
                act(PeopleAction.HandOver(person.id))
            }
        }

        PeopleStep.Removing -> {
            Ask(words(R.string.people_remove_ask, person.name), words(R.string.people_remove), leave) {
                act(PeopleAction.Remove(person.id))
            }
        }

        else -> {
            FlowRow(
                horizontalArrangement = Arrangement.spacedBy(Sizes.apart),
                verticalArrangement = Arrangement.spacedBy(Sizes.apart),
            ) { Choices(member, act) }
        }
    }
}

@Composable
private fun Choices(
    member: Member,
    act: (PeopleAction) -> Unit,
) {
    val person = member.person.id
    when (member.lock) {
        MemberLock.Shut -> {
            SideButton(words(R.string.people_unlock)) { act(PeopleAction.Unlock(person)) }
        }

        MemberLock.Open -> {
            SideButton(words(R.string.people_open)) { act(PeopleAction.OpenDiary(person)) }
            SideButton(words(R.string.people_shut)) { act(PeopleAction.Shut(person)) }
        }

        MemberLock.None -> {
            SideButton(words(R.string.people_open)) { act(PeopleAction.OpenDiary(person)) }
            if (Offer.OwnLocks in LocalOffers.current) {
                SideButton(words(R.string.people_hand_over)) { act(PeopleAction.Begin(PeopleStep.HandingOver)) }
            }
        }
    }
    SideButton(words(R.string.people_change_role)) { act(PeopleAction.Begin(PeopleStep.ChangingRole)) }
    WordButton(words(R.string.people_remove)) { act(PeopleAction.Begin(PeopleStep.Removing)) }
}

private fun roleWords(role: MemberRole): Int =
    when (role) {
        MemberRole.Owner -> R.string.people_role_owner
        MemberRole.Adult -> R.string.people_role_adult
        MemberRole.Child -> R.string.people_role_child
        MemberRole.Guest -> R.string.people_role_guest
    }

private fun roleMeaning(role: MemberRole): Int =
    when (role) {
        MemberRole.Owner -> R.string.people_role_owner_below
        MemberRole.Adult -> R.string.people_role_adult_below
        MemberRole.Child -> R.string.people_role_child_below
        MemberRole.Guest -> R.string.people_role_guest_below
    }

private fun lockWords(lock: MemberLock): Int =
    when (lock) {
        MemberLock.None -> R.string.people_lock_none
        MemberLock.Open -> R.string.people_lock_open
        MemberLock.Shut -> R.string.people_lock_shut
    }
