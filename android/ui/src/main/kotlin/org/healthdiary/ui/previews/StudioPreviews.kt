package org.healthdiary.ui.previews

import androidx.compose.runtime.Composable
import androidx.compose.ui.tooling.preview.PreviewLightDark
import androidx.compose.ui.tooling.preview.PreviewParameter
import androidx.compose.ui.tooling.preview.PreviewParameterProvider
import org.healthdiary.ui.look.DiaryTheme
import androidx.compose.ui.tooling.preview.Preview as Drawn

/*
 * The same states for Android Studio, which draws every one of a screen beside this file. What there is stands in `previews` alone.
 */

/** As most people have it, at night, and in German with large text on a small phone. */
@PreviewLightDark
@Drawn(name = "German, large text", locale = "de", fontScale = 2f, widthDp = 320)
private annotation class EachPhone

internal abstract class States(
    states: List<Preview>,
) : PreviewParameterProvider<Preview> {
    override val values: Sequence<Preview> = states.asSequence()
}

@Composable
private fun Draw(state: Preview) = DiaryTheme { state.screen {} }

internal class TodayStates : States(todayPreviews)

@EachPhone
@Composable
internal fun Today(
    @PreviewParameter(TodayStates::class) state: Preview,
) = Draw(state)

internal class TakeStates : States(takePreviews)

@EachPhone
@Composable
internal fun Take(
    @PreviewParameter(TakeStates::class) state: Preview,
) = Draw(state)

internal class NewReadingStates : States(newReadingPreviews)

@EachPhone
@Composable
internal fun NewReading(
    @PreviewParameter(NewReadingStates::class) state: Preview,
) = Draw(state)

internal class TypeReadingStates : States(typeReadingPreviews)

@EachPhone
@Composable
internal fun TypeReading(
    @PreviewParameter(TypeReadingStates::class) state: Preview,
) = Draw(state)

internal class UnlockStates : States(unlockPreviews)

@EachPhone
@Composable
internal fun Unlock(
    @PreviewParameter(UnlockStates::class) state: Preview,
) = Draw(state)

internal class FirstRunStates : States(firstRunPreviews)

@EachPhone
@Composable
internal fun FirstRun(
    @PreviewParameter(FirstRunStates::class) state: Preview,
) = Draw(state)

internal class HistoryStates : States(historyPreviews)

@EachPhone
@Composable
internal fun History(
    @PreviewParameter(HistoryStates::class) state: Preview,
) = Draw(state)

internal class EntryStates : States(entryPreviews)

@EachPhone
@Composable
internal fun Entry(
    @PreviewParameter(EntryStates::class) state: Preview,
) = Draw(state)

internal class ChartStates : States(chartPreviews)

@EachPhone
@Composable
internal fun Chart(
    @PreviewParameter(ChartStates::class) state: Preview,
) = Draw(state)

internal class DevicesStates : States(devicesPreviews)

@EachPhone
@Composable
internal fun Devices(
    @PreviewParameter(DevicesStates::class) state: Preview,
) = Draw(state)

internal class AddDeviceStates : States(addDevicePreviews)

@EachPhone
@Composable
internal fun AddDevice(
    @PreviewParameter(AddDeviceStates::class) state: Preview,
) = Draw(state)

internal class UsersStates : States(usersPreviews)

@EachPhone
@Composable
internal fun Users(
    @PreviewParameter(UsersStates::class) state: Preview,
) = Draw(state)

internal class WaitingStates : States(waitingPreviews)

@EachPhone
@Composable
internal fun Waiting(
    @PreviewParameter(WaitingStates::class) state: Preview,
) = Draw(state)

internal class FormStates : States(formPreviews)

@EachPhone
@Composable
internal fun Form(
    @PreviewParameter(FormStates::class) state: Preview,
) = Draw(state)

internal class PeopleStates : States(peoplePreviews)

@EachPhone
@Composable
internal fun People(
    @PreviewParameter(PeopleStates::class) state: Preview,
) = Draw(state)

internal class ReceivingStates : States(receivingPreviews)

@EachPhone
@Composable
internal fun Receiving(
    @PreviewParameter(ReceivingStates::class) state: Preview,
) = Draw(state)

internal class BackupStates : States(backupPreviews)

@EachPhone
@Composable
internal fun Backup(
    @PreviewParameter(BackupStates::class) state: Preview,
) = Draw(state)

internal class RestoreStates : States(restorePreviews)

@EachPhone
@Composable
internal fun Restore(
    @PreviewParameter(RestoreStates::class) state: Preview,
) = Draw(state)

internal class RescueStates : States(rescuePreviews)

@EachPhone
@Composable
internal fun Rescue(
    @PreviewParameter(RescueStates::class) state: Preview,
) = Draw(state)

internal class CheckStates : States(checkPreviews)

@EachPhone
@Composable
internal fun Check(
    @PreviewParameter(CheckStates::class) state: Preview,
) = Draw(state)

internal class SettingsStates : States(settingsPreviews)

@EachPhone
@Composable
internal fun Settings(
    @PreviewParameter(SettingsStates::class) state: Preview,
) = Draw(state)
